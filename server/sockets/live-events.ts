import type { Live } from '#server/live/live.ts'
import type { Log } from '#server/log.ts'
import { BEHIND, type ChatServer, roomOf } from './types.ts'
import type { Watching } from './watching.ts'

/**
 * Tells this node's sockets what is true only while people are connected: who types, and the presence of people somebody
 * here looks at. Best effort: never in the way of a message [K4]. Returns how to stop.
 */
export function tellLive(io: ChatServer, live: Live, watching: Watching, log: Log): () => void {
  const failed = (error: unknown) => log.debug({ error }, 'live state could not be told')

  const stopTyping = live.typing.onChange((roomId, userIds) => {
    io.local.volatile.to(roomOf(roomId)).except(BEHIND).emit('typing', { roomId, userIds })
  })

  async function tellPresence(userIds: string[]) {
    const watched = userIds.filter(watching.isWatched)
    if (watched.length === 0) return
    const bySocket = new Map<string, Awaited<ReturnType<typeof live.presence.read>>>()
    for (const presence of await live.presence.read(watched)) {
      for (const socketId of watching.watchersOf(presence.userId))
        bySocket.set(socketId, [...(bySocket.get(socketId) ?? []), presence])
    }
    for (const [socketId, presence] of bySocket) {
      const socket = io.of('/').sockets.get(socketId)
      if (!socket?.rooms.has(BEHIND)) socket?.volatile.emit('presence', { presence })
    }
  }
  const stopPresence = live.presence.onChange((userIds) => void tellPresence(userIds).catch(failed))

  return () => {
    stopTyping()
    stopPresence()
  }
}
