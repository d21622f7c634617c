import { fromHere } from '#server/core/actor.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'invite:create' | 'invite:list' | 'invite:revoke'

export function inviteHandlers({ invites, people }: HandlerDeps): Pick<Handlers, Names> {
  return {
    'invite:create': ({ actor }, wanted) => invites.create(fromHere(actor), wanted),
    async 'invite:list'({ actor }, { cursor }) {
      const page = await invites.list(actor.user, cursor)
      return { ...page, users: await people.get(page.invites.map((invite) => invite.createdBy)) }
    },
    async 'invite:revoke'({ actor }, { id }) {
      await invites.revoke(fromHere(actor), id)
      return {}
    },
  }
}
