// Preloaded into the web process: Next makes its HTTP server with Node's own patience, a minute for headers and five for a body.
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { PATIENCE } from '../server/http/patience.mjs'

const { createServer } = http
http.createServer = (...args) =>
  typeof args[0] === 'object' ? createServer({ ...PATIENCE, ...args[0] }, args[1]) : createServer(PATIENCE, args[0])
syncBuiltinESMExports()
