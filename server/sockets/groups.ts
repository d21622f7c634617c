import type { Groups } from '#server/core/groups/groups.ts'
import { type ChatServer, personOf } from './types.ts'

/**
 * Tells this node's sockets the groups that changed since it last told, as the database has them now; each of their members
 * that they are one [G2].
 */
export function createGroupTeller(io: ChatServer, groups: Groups) {
  let known: number | null = null
  let telling: Promise<void> = Promise.resolve()

  async function tellNew() {
    known ??= 0
    const changed = await groups.since(known)
    const here = new Set([...io.of('/').sockets.values()].map((socket) => socket.data.actor.user.id))
    for (const group of changed) {
      const theirs = (await groups.among(group.id, [...here])).map(personOf)
      io.local.except(theirs).emit('group:updated', { group })
      if (theirs.length > 0) io.local.to(theirs).emit('group:updated', { group: { ...group, mine: true } })
      known = group.rev
    }
  }

  return {
    /** What changed before was told by hello. */
    async start() {
      known = await groups.clock()
    },
    /** One after the other; also after this node was deaf. */
    news(): Promise<void> {
      telling = telling.catch(() => undefined).then(tellNew)
      return telling
    },
  }
}

export type GroupTeller = ReturnType<typeof createGroupTeller>
