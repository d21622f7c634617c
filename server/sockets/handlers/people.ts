import { makeResetLink } from '#server/core/accounts/reset.ts'
import { listDirectory } from '#server/core/people/directory.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import { type Handlers, roomOf } from '../types.ts'

type Names =
  | 'profile:get'
  | 'profile:set'
  | 'person:mark'
  | 'user:get'
  | 'user:search'
  | 'user:list'
  | 'user:reset-link'
  | 'typing:set'
  | 'presence:set'
  | 'presence:idle'
  | 'presence:watch'

export function peopleHandlers({
  pool,
  accounts,
  people,
  profiles,
  marks,
  apart,
  statuses,
  shown,
  typing,
  presence,
  watching,
}: HandlerDeps): Pick<Handlers, Names> {
  return {
    'user:get': async ({ actor }, { ids }) => ({ users: await people.lookUp(actor.user, ids) }),
    'user:search': async ({ actor }, { query, limit }) => ({ users: await people.search(actor.user, query, limit) }),
    'profile:get': ({ actor }, { userId }) => profiles.get(actor.user, userId),
    /** Every node hears of it by the commit's notification, this one too. */
    'profile:set': async ({ actor }, change) => ({ user: await profiles.set(actor.user, change) }),

    async 'user:reset-link'({ actor }, { userId }) {
      const { token, expiresAt } = await makeResetLink(accounts, actor, userId)
      return { token, expiresAt: expiresAt.toISOString() }
    },
    async 'person:mark'({ actor }, { userId, mark }) {
      await marks.set(actor.user, userId, mark)
      return {}
    },

    'user:list': ({ actor }, wanted) => listDirectory(queryOn(pool), actor.user, wanted),

    /** Only in a room that this connection hears; nobody waits for it. */
    async 'typing:set'({ socket, actor }, wanted) {
      if (socket.rooms.has(roomOf(wanted.roomId))) typing.set(wanted.roomId, actor.user.id, wanted.typing)
      return {}
    },

    async 'presence:set'({ actor }, change) {
      await shown.chosen(actor.user.id, await statuses.set(actor.user.id, change))
      return {}
    },
    async 'presence:idle'({ socket, actor }, { idle }) {
      await shown.idle(socket.id, actor.user.id, idle)
      return {}
    },

    async 'presence:watch'({ socket, actor }, { userIds }) {
      const hidden = await apart.of(actor.user.id)
      const allowed = (await people.sharing(actor.user.id, userIds)).filter((id) => !hidden.has(id))
      watching.set(socket.id, allowed)
      const seen = await presence.read(allowed)
      // Live state forgets who left long ago; the database was told when they did.
      const unknown = seen.filter((one) => one.status === 'offline' && one.lastSeenAt === null).map((one) => one.userId)
      const known = unknown.length > 0 ? await people.lastSeen(unknown) : new Map<string, Date>()
      return {
        presence: seen.map((one) => ({ ...one, lastSeenAt: one.lastSeenAt ?? known.get(one.userId)?.toISOString() ?? null })),
      }
    },
  }
}
