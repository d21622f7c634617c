import type { Live } from '#server/live/live.ts'
import type { Log } from '#server/log.ts'
import type { Apart } from './apart.ts'
import { BEHIND, type ChatServer, type ChatSocket, personOf, roomOf, socketsIn } from './types.ts'
import type { Watching } from './watching.ts'

/**
 * Tells this node's sockets what is true only while people are connected: who types, and the presence of people somebody
 * here looks at. Best effort: never in the way of a message [K4].
 */
export function createLiveTeller(io: ChatServer, live: Live, watching: Watching, apart: Apart, log: Log) {
  const failed = (error: unknown) => log.debug({ error }, 'live state could not be told')

  /** Who blocks one of them, or is blocked by them, is told of the others only [I6]. */
  async function tellTyping(roomId: string, userIds: string[]) {
    const hidden = new Map<string, ReadonlySet<string>>()
    for (const userId of userIds) hidden.set(userId, await apart.of(userId))
    const apartHere = new Set([...hidden.values()].flatMap((ids) => [...ids]))
    io.local.volatile
      .to(roomOf(roomId))
      .except([BEHIND, ...[...apartHere].map(personOf)])
      .emit('typing', { roomId, userIds })
    for (const viewer of apartHere)
      for (const socket of socketsIn(io, personOf(viewer)))
        if (socket.rooms.has(roomOf(roomId)) && !socket.rooms.has(BEHIND))
          socket.volatile.emit('typing', { roomId, userIds: userIds.filter((id) => !hidden.get(id)?.has(viewer)) })
  }
  const stopTyping = live.typing.onChange((roomId, userIds) => void tellTyping(roomId, userIds).catch(failed))

  /** Whose change a connection was not told of while it was behind. */
  const missed = new WeakMap<ChatSocket, Set<string>>()

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
      if (!socket) continue
      if (!socket.rooms.has(BEHIND)) socket.volatile.emit('presence', { presence })
      else missed.set(socket, new Set([...(missed.get(socket) ?? []), ...presence.map(({ userId }) => userId)]))
    }
  }
  const stopPresence = live.presence.onChange((userIds) => void tellPresence(userIds).catch(failed))

  async function tellMissed(socket: ChatSocket) {
    const userIds = [...(missed.get(socket) ?? [])].filter((id) => watching.watchersOf(id).has(socket.id))
    missed.delete(socket)
    if (userIds.length > 0) socket.emit('presence', { presence: await live.presence.read(userIds) })
  }

  return {
    /** A connection keeps up again: it is told of those who changed meanwhile. Who types is soon told anew, or over. */
    again: (socket: ChatSocket) => void tellMissed(socket).catch(failed),
    close() {
      stopTyping()
      stopPresence()
    },
  }
}
