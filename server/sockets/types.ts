import type { Server, Socket } from 'socket.io'
import type { z } from 'zod'
import type { ClientEvents, ServerEvents } from '#protocol/events.ts'
import type { RequestData, RequestName, requests } from '#protocol/requests.ts'
import type { Actor } from '#server/core/actor.ts'
import type { SocketClaims } from '#server/core/sessions/socket-token.ts'

/** What a connection is known by, from its handshake on. */
export type Connection = {
  actor: Actor & { sessionId: string }
  claims: SocketClaims
  deviceId: string
  address: string
  connectedAt: Date
  /** Epoch ms at which its person last did something, exact to a minute. */
  activeAt: number
  /** Nobody can see its page. */
  hidden: boolean
  /** Epoch ms until which it may go on without a refresh. */
  expiresAt: number
  /** It said hello. */
  isReady: boolean
  strikes: number
  /** The history its client was told in hello. */
  epoch?: string
}

export type ChatServer = Server<ClientEvents, ServerEvents, Record<string, never>, Connection>
export type ChatSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, Connection>

/** What a request holds once the gate has checked it. */
export type Checked<Name extends RequestName> = z.output<(typeof requests)[Name]['payload']>
export type Handler<Name extends RequestName> = (
  context: { socket: ChatSocket; actor: Connection['actor'] },
  payload: Checked<Name>,
) => Promise<RequestData<Name>>
export type Handlers = { [Name in RequestName]: Handler<Name> }

/** Names of Socket.IO's rooms: a room's members, a person's sockets, a session's sockets. */
export const roomOf = (roomId: string) => `room:${roomId}`
export const personOf = (userId: string) => `person:${userId}`
/** The installation's moderators, admins and owners. */
export const MODERATORS = 'moderators'
export const sessionOf = (sessionId: string) => `session:${sessionId}`
/** Connections that don't keep up: live broadcasts leave them out (`backpressure.ts`). */
export const BEHIND = 'behind'
/** This node's sockets of that name. */
export const socketsIn = (io: ChatServer, name: string): ChatSocket[] => {
  const ids = io.of('/').adapter.rooms.get(name) ?? new Set<string>()
  return [...ids].flatMap((id) => io.of('/').sockets.get(id) ?? [])
}
export const roomIdOf = (name: string): string | null => (name.startsWith('room:') ? name.slice(5) : null)
