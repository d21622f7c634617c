import type { People } from '#server/core/people/people.ts'
import { type ChatServer, personOf } from './types.ts'

/**
 * Tells this node's sockets whose name, picture or role changed since it last told, as the database has them now; guests only of
 * people they share a room with [I1, V1].
 */
export function createPeopleTeller(io: ChatServer, people: People) {
  let known: number | null = null
  let telling: Promise<void> = Promise.resolve()

  async function tellNew() {
    known ??= 0
    const { users, rev } = await people.since(known)
    for (const user of users) {
      const sockets = [...io.of('/').sockets.values()]
      for (const { data } of sockets) if (data.actor.user.id === user.id) data.actor = { ...data.actor, user }
      const guests = [...new Set(sockets.map(({ data }) => data.actor.user).filter(({ role }) => role === 'guest'))]
      const knowing = new Set(
        guests.length === 0
          ? []
          : await people.sharing(
              user.id,
              guests.map(({ id }) => id),
            ),
      )
      const strangers = guests.filter(({ id }) => !knowing.has(id)).map(({ id }) => personOf(id))
      io.local.except(strangers).emit('user:updated', { user })
    }
    const isMore = users.length > 0 && rev > known
    known = rev
    if (isMore) await tellNew()
  }

  return {
    /** What changed before was told by hello. */
    async start() {
      known = await people.clock()
    },
    /** One after the other; also after this node was deaf. */
    news(): Promise<void> {
      telling = telling.catch(() => undefined).then(tellNew)
      return telling
    },
  }
}

export type PeopleTeller = ReturnType<typeof createPeopleTeller>
