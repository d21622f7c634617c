import type { Server } from 'node:http'
import { Socket } from 'node:net'

/** What the starting process says when it hands a connection to one of several socket hosts. */
export const CONNECTION = 'connection'

/** Serves connections that the starting process took at the one port of several hosts, as if they had come here. */
export function takeHanded(http: Server): void {
  process.on('message', (message: unknown, handle: unknown) => {
    if (message !== CONNECTION || !(handle instanceof Socket)) return
    http.emit('connection', handle)
    // It was held back until somebody listens.
    handle.resume()
  })
}
