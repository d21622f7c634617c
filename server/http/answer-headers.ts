import type { IncomingMessage, ServerResponse } from 'node:http'

/** Of every answer of a socket host: none is a page. `next.config.mjs` says the same for the web. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
/** Over plain http browsers ignore these, and complain of the second. */
const SECURE_HEADERS = { 'Strict-Transport-Security': 'max-age=31536000', 'Cross-Origin-Opener-Policy': 'same-origin' }

/** Puts on an answer what it has whoever gives it. The web's own headers of the same names win [H1]. */
export function setAnswerHeaders(
  { headers }: Pick<IncomingMessage, 'headers'>,
  response: Pick<ServerResponse, 'setHeader'>,
): void {
  const isSecure = headers['x-forwarded-proto'] === 'https'
  for (const [name, value] of Object.entries({ ...HEADERS, ...(isSecure ? SECURE_HEADERS : {}) })) response.setHeader(name, value)
}
