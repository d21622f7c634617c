import { Refusal } from '#protocol/errors.ts'
import { TOKEN_TTL_MS } from '#protocol/limits.ts'
import { requireLiveSession } from '#server/core/sessions/live-session.ts'
import { touchSession } from '#server/core/sessions/sessions.ts'
import { listHearable, listHeard, readHello } from '#server/core/sync/hello.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import { createKeyedTurns } from '../keyed-turns.ts'
import { type ChatSocket, type Handlers, roomIdOf, roomOf } from '../types.ts'

const SNAPSHOTS_MAX = 3

/** Nobody hears it. */
const goneMeanwhile = () => new Refusal('unavailable', 'This connection is closed.')

export function sessionHandlers({
  pool,
  clocks,
  presence,
  people,
  statuses,
  catchUp,
  hellos,
  notices,
  hasPreviews,
  fileMaxBytes,
  groups,
  emoji,
  invites,
  registry,
  counts,
  mintToken,
  nodeId,
  sessionDays,
}: HandlerDeps): Pick<Handlers, 'session:hello' | 'session:refresh'> {
  const query = queryOn(pool)
  const inTurnOf = createKeyedTurns()

  /**
   * Of one person's connections one at a time takes a place among the first requests, so that they never hold several while
   * they wait for each other. The person's own turn comes last: it must not wait for strangers [K5].
   */
  const inTurn = <T>(userId: string, work: () => Promise<T>): Promise<T> =>
    inTurnOf(userId, () => hellos.inTurn(() => catchUp.inTurn(userId, work)))

  /** Joins before it reads; rooms that came in between are joined and all is read again [C2]. */
  async function joinAndRead(socket: ChatSocket, userId: string, wanted: Parameters<typeof readHello>[2]) {
    await socket.join((await listHeard(pool, userId, Object.keys(wanted.revs))).map(roomOf))
    for (let attempt = 1; ; attempt++) {
      const hello = await readHello(pool, userId, wanted)
      const missing = [...hello.clocks.keys()].filter((id) => !socket.rooms.has(roomOf(id)))
      if (missing.length === 0 || attempt >= SNAPSHOTS_MAX) return hello
      await socket.join(missing.map(roomOf))
    }
  }

  /** A room that was lost while all was read is told no more: what is read after that is without it [K5]. */
  async function readWhatIsLeft(socket: ChatSocket, userId: string, wanted: Parameters<typeof readHello>[2]) {
    for (let attempt = 1; ; attempt++) {
      const told = await joinAndRead(socket, userId, wanted)
      const read = [...told.clocks.keys()]
      if ((await listHearable(query, userId, read)).length === read.length) return told
      if (attempt >= SNAPSHOTS_MAX) throw new Refusal('unavailable', 'Your rooms change too fast. Try again in a moment.')
    }
  }

  return {
    async 'session:hello'({ socket, actor }, wanted) {
      const { user, sessionId } = actor
      const isFirst = !socket.data.isReady
      const hello = await inTurn(user.id, async () => {
        if (!socket.connected) throw goneMeanwhile()
        const told = await readWhatIsLeft(socket, user.id, wanted)
        // What ended between the handshake's look and now was told before this socket could hear it [K5].
        await requireLiveSession(query, socket.data.claims)
        for (const name of [...socket.rooms]) {
          const id = roomIdOf(name)
          if (id && !told.clocks.has(id)) await socket.leave(name)
        }
        if (!socket.connected) throw goneMeanwhile()
        for (const [roomId, rev] of told.clocks) clocks.startRoom(roomId, rev)
        clocks.startPerson(user.id, told.meRev)
        socket.data.isReady = true
        socket.data.epoch = told.epoch
        return told
      })
      registry.setHidden(socket, wanted.hidden ?? false)
      if (isFirst) counts.greeted(wanted.epoch !== undefined)
      if (isFirst && socket.connected) {
        const choice = await statuses.of(user.id)
        if (socket.connected)
          void presence.connect({
            userId: user.id,
            connectionId: socket.id,
            status: choice.status,
            text: choice.text ?? undefined,
          })
      }
      const { clocks: _clocks, ...answer } = hello
      const changed = await people.changedSince(user, wanted.peopleRev)
      return {
        user,
        ...answer,
        held: [],
        notices: await notices.current(),
        ...(hasPreviews ? { linkPreviews: true } : {}),
        fileMaxBytes,
        ...(await groups.all(user.id, wanted.groupsRev)),
        emojiRev: await emoji.rev(),
        users: [...hello.users, ...(changed.users ?? [])],
        peopleRev: changed.peopleRev,
        ...(invites.mayInvite(user) ? { mayInvite: true } : {}),
        serverTime: new Date().toISOString(),
        expiresAt: new Date(socket.data.expiresAt).toISOString(),
        connection: { id: socket.id, node: nodeId, sessionId },
      }
    },

    /** Reads the session row again and gives a fresh token, so that no web host is needed to go on or to come back [J6]. */
    async 'session:refresh'({ socket }) {
      const live = await requireLiveSession(query, socket.data.claims)
      await touchSession(query, live.sessionId, sessionDays)
      socket.data.actor = { user: live.user, sessionId: live.sessionId, address: socket.data.address }
      socket.data.expiresAt = Math.min(Date.now() + TOKEN_TTL_MS, live.expiresAt.getTime())
      const { token, expiresAt } = await mintToken(socket.data.claims)
      return {
        expiresAt: new Date(socket.data.expiresAt).toISOString(),
        token: { token, expiresAt: expiresAt.toISOString() },
      }
    },
  }
}
