import type { ChatServer } from './types.ts'

/** Tells everybody here to go elsewhere and closes their connections one after the other over `overMs`, so that nobody is stormed [S6]. */
export async function closeInTurn(io: ChatServer, overMs: number): Promise<void> {
  const sockets = [...io.of('/').sockets.values()]
  for (const socket of sockets) socket.emit('server:draining', { reconnectWithinMs: overMs })
  const pause = overMs / Math.max(1, sockets.length)
  for (const socket of sockets) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    socket.conn.close()
  }
}
