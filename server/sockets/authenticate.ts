import { z } from 'zod'
import { type ProtocolError, Refusal } from '#protocol/errors.ts'
import { PROTOCOL_VERSION, TOKEN_TTL_MS } from '#protocol/limits.ts'
import { cleanText } from '#protocol/scalars.ts'
import { passingToRefusal } from '#server/core/messages/refusals.ts'
import { isStaff } from '#server/core/policy/power.ts'
import { requireLiveSession } from '#server/core/sessions/live-session.ts'
import { verifySocketToken } from '#server/core/sessions/socket-token.ts'
import type { Query } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { callerAddress } from '#server/http/address.ts'
import type { Log } from '#server/log.ts'
import type { Registry } from './registry.ts'
import { type ChatServer, type ChatSocket, MODERATORS, personOf, sessionOf } from './types.ts'

const handshake = z.object({
  token: z.string().max(4_096),
  protocol: z.number(),
  deviceId: cleanText.min(1).max(100),
  former: cleanText.max(100).optional(),
})

type Deps = { io: ChatServer; query: Query; registry: Registry; env: Env; log: Log; isDraining: () => boolean }

/**
 * Lets a connection in: the token in the CONNECT packet decides, never a cookie, so another site's page can't use
 * somebody's sign-in [S1]. The session's row is read, so what ended a moment ago stays out. Refusals reach the client as
 * `connect_error` with `data: { code, retryAfterMs? }`.
 */
export function createAuthenticator({ io, query, registry, env, log, isDraining }: Deps) {
  async function admit(socket: ChatSocket): Promise<void> {
    if (isDraining()) throw new Refusal('draining', 'This node is shutting down.', { retryAfterMs: 1_000 })
    const auth = handshake.safeParse(socket.handshake.auth)
    if (!auth.success) throw new Refusal('unauthorized', 'This connection brings no token.')
    if (auth.data.protocol !== PROTOCOL_VERSION) {
      throw new Refusal('protocol_mismatch', `This server speaks version ${PROTOCOL_VERSION}. Reload the page.`)
    }
    const claims = await verifySocketToken(auth.data.token, [env.NEXTAUTH_SECRET, env.NEXTAUTH_SECRET_PREVIOUS])
    const live = await requireLiveSession(query, claims)
    const { deviceId, former = null } = auth.data
    const address = callerAddress(socket.request, env.TRUST_PROXY_HOPS)
    const connectedAt = await registry.open(
      {
        ...{ id: socket.id, userId: live.user.id, sessionId: live.sessionId, deviceId, address, former },
        transport: socket.conn.transport.name,
      },
      env.LIMIT_CONNECTIONS_PER_USER,
    )
    socket.data = {
      actor: { user: live.user, sessionId: live.sessionId, address },
      claims,
      deviceId,
      address,
      connectedAt,
      activeAt: Date.now(),
      hidden: false,
      expiresAt: Math.min(Date.now() + TOKEN_TTL_MS, live.expiresAt.getTime()),
      isReady: false,
      strikes: 0,
    }
    registry.follow(socket)
    await socket.join([sessionOf(live.sessionId), personOf(live.user.id), ...(isStaff(live.user.role) ? [MODERATORS] : [])])
  }

  /** Connections whose handshake is under way. */
  const opening = new WeakSet<object>()

  io.use((socket, next) => {
    const conn = socket.conn as unknown as { request: unknown }
    // One handshake a connection: Socket.IO would run one for every CONNECT that it sends.
    if (opening.has(conn) || !conn.request) {
      socket.conn.close()
      return
    }
    opening.add(conn)
    admit(socket).then(
      () => next(),
      (caught: unknown) => {
        const refusal = passingToRefusal(caught)
        const known =
          refusal instanceof Refusal ? refusal : new Refusal('unavailable', 'Try again in a moment.', { retryAfterMs: 2_000 })
        if (refusal !== known) log.error({ error: caught }, 'a handshake failed')
        next(Object.assign(new Error(known.message), { data: known.toError() satisfies ProtocolError }))
      },
    )
  })
}
