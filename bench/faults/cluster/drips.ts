import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A request that comes in drop by drop. */
export type Drip = {
  /** Sent at once. */
  head: string
  /** Sent after that, a byte each time, for ever. */
  drop: string
  everyMs: number
}

/** Sends it and answers after how many ms the connection was closed; null when it stood `withinMs` still. */
export async function drip(port: number, { head, drop, everyMs }: Drip, withinMs: number): Promise<number | null> {
  const socket = connect({ host: '127.0.0.1', port })
  let closedAt: number | null = null
  const began = performance.now()
  const close = () => {
    closedAt ??= performance.now()
  }
  socket.on('error', close)
  socket.on('end', close)
  socket.on('close', close)
  socket.resume()
  socket.write(head)
  while (closedAt === null && performance.now() - began < withinMs) {
    await wait(everyMs)
    if (!socket.destroyed) socket.write(drop)
  }
  socket.destroy()
  return closedAt === null ? null : closedAt - began
}
