/** Of every HTTP server here, in ms: nobody keeps a connection by sending a request drop by drop [S5]. */
export const PATIENCE = { headersTimeout: 10_000, requestTimeout: 13_000, connectionsCheckingInterval: 1_000 }
