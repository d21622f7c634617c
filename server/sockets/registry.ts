import { hostname } from 'node:os'
import type pg from 'pg'
import { type Connections, createConnections, type Held } from '#server/core/connections/connections.ts'
import type { Log } from '#server/log.ts'
import { createSkewWatch } from './skew.ts'
import type { ChatServer, ChatSocket } from './types.ts'

/** What a connection does is noted this often; sooner than that it tells nothing new. */
const ACTIVE_EVERY_MS = 60_000
/** Said by the client itself, not by its person. */
const BY_ITSELF: ReadonlySet<unknown> = new Set(['session:refresh', 'session:hello', 'session:list', 'connection:list'])

type Deps = { io: ChatServer; pool: pg.Pool; nodeId: string; log: Log }

/** Keeps the registry of connections true to the sockets of this node. None of it is waited for but the opening [J2]. */
export function createRegistry({ io, pool, nodeId, log }: Deps) {
  const connections: Connections = createConnections({
    pool,
    node: { id: nodeId, host: hostname() },
    held: () => heldOf(io),
    onReplaced: replace,
    onClock: createSkewWatch(log).saw,
    onFailed: (error) => log.warn({ error }, 'the registry of connections could not be written; a comparison will mend it'),
  })

  /** It made room for another connection of its person. */
  function replace(id: string) {
    const socket = io.of('/').sockets.get(id)
    socket?.emit('session:ended', { reason: 'replaced' })
    socket?.disconnect(true)
  }

  return {
    ...connections,
    replace,

    /** From its handshake to its end, also when that comes before the handshake was answered. */
    follow(socket: ChatSocket) {
      const { conn, id } = socket
      const isGone = (conn.readyState as string) !== 'open'
      if (isGone) return connections.closed(id)
      conn.once('close', () => connections.closed(id))
      conn.once('upgrade', () => connections.changed(id, { transport: conn.transport.name }))
      socket.once('disconnect', () => connections.closed(id))
      socket.onAny((event: unknown) => {
        if (BY_ITSELF.has(event) || Date.now() - socket.data.activeAt < ACTIVE_EVERY_MS) return
        socket.data.activeAt = Date.now()
        connections.active(id)
      })
    },

    /** Whether anybody can see its page. */
    setHidden(socket: ChatSocket, hidden: boolean) {
      if (socket.data.hidden === hidden) return
      Object.assign(socket.data, { hidden, activeAt: Date.now() })
      connections.changed(socket.id, { hidden })
    },
  }
}

export type Registry = ReturnType<typeof createRegistry>

function* heldOf(io: ChatServer): Generator<Held> {
  for (const socket of io.of('/').sockets.values()) {
    const { actor, deviceId, address, connectedAt, activeAt, hidden } = socket.data
    yield {
      ...{ id: socket.id, userId: actor.user.id, sessionId: actor.sessionId, deviceId, address, connectedAt, hidden },
      transport: socket.conn.transport.name,
      activeAt: new Date(activeAt),
    }
  }
}
