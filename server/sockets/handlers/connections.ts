import { listConnections } from '#server/core/connections/all.ts'
import { listSignIns } from '#server/core/connections/own.ts'
import { endSessionFor } from '#server/core/sessions/ending.ts'
import { endSessions } from '#server/core/sessions/sessions.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'session:visible' | 'session:list' | 'session:end' | 'session:end-others' | 'connection:list'

/** Where people are signed in and connected. What ends is told by the database, so it ends on every node alike. */
export function connectionHandlers({ pool, people, registry }: HandlerDeps): Pick<Handlers, Names> {
  const query = queryOn(pool)

  return {
    async 'session:visible'({ socket }, { visible }) {
      registry.setHidden(socket, !visible)
      return {}
    },
    'session:list': async ({ actor }) => ({ sessions: await listSignIns(query, actor) }),
    async 'session:end'({ actor }, { sessionId }) {
      await endSessionFor(pool, actor, sessionId)
      return {}
    },
    'session:end-others': async ({ actor }) => ({
      ended: await endSessions(query, actor.user.id, 'revoked', actor.sessionId),
    }),
    async 'connection:list'({ actor }, wanted) {
      const { userIds, ...page } = await listConnections(query, actor, wanted)
      return { ...page, users: await people.get(userIds) }
    },
  }
}
