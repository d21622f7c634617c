import { fromHere } from '#server/core/actor.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'group:create' | 'group:update' | 'group:delete' | 'group:members'

/** Every node hears of them by the commit's notification, this one too. */
export function groupHandlers({ groups, people }: HandlerDeps): Pick<Handlers, Names> {
  return {
    'group:create': async ({ actor }, wanted) => ({ group: await groups.create(fromHere(actor), wanted) }),
    'group:update': async ({ actor }, { groupId, ...change }) => ({
      group: await groups.update(fromHere(actor), groupId, change),
    }),
    async 'group:delete'({ actor }, { groupId }) {
      await groups.remove(fromHere(actor), groupId)
      return {}
    },
    async 'group:members'({ actor }, { groupId, cursor }) {
      const page = await groups.members(actor.user, groupId, cursor)
      return { ...page, users: await people.get(page.userIds) }
    },
  }
}
