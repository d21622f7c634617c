import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ChatServer, ChatSocket } from './types.ts'

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/**
 * Lets go of what a connection no longer needs once it is authenticated: its first request with all headers, and the
 * handshake made from them. Engine.IO's answer to the upgrade keeps both alive for as long as the socket, about 2 KB a
 * connection. Made before anybody connects; called after the handshake was read.
 */
export function createRelease(io: ChatServer) {
  const responses = new WeakMap<IncomingMessage, ServerResponse>()
  const remember: Middleware = (request, response, next) => {
    responses.set(request, response)
    next()
  }
  io.engine.use(remember)

  return function release(socket: ChatSocket): void {
    const conn = socket.conn as unknown as { request: IncomingMessage | null }
    const request = conn.request
    if (!request) return
    const response = responses.get(request) as unknown as { req: IncomingMessage | null } | undefined
    if (response) response.req = null
    conn.request = null
    Object.assign(socket, { handshake: { auth: {}, headers: {}, query: {} } })
  }
}
