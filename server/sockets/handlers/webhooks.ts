import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'webhook:list' | 'webhook:create' | 'webhook:rename' | 'webhook:revoke'

export function webhookHandlers({ webhooks }: HandlerDeps): Pick<Handlers, Names> {
  return {
    'webhook:list': async ({ actor }, { roomId }) => ({ webhooks: await webhooks.list(actor.user, roomId) }),
    'webhook:create': ({ actor }, { roomId, name }) => webhooks.create(actor.user, roomId, name),
    'webhook:rename': async ({ actor }, { id, name }) => ({
      webhook: await webhooks.rename(actor.user, id, name),
    }),
    async 'webhook:revoke'({ actor }, { id }) {
      await webhooks.revoke(actor.user, id)
      return {}
    },
  }
}
