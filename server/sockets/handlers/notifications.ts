import { readNotifySettings, setNotifySettings } from '#server/core/notifications/settings.ts'
import { findSubscription, subscribe, unsubscribe } from '#server/core/notifications/subscriptions.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'notifications:get' | 'notifications:set' | 'push:subscribe' | 'push:unsubscribe' | 'push:test'

/** How one is told while one is elsewhere, and whether this session's browser is reached. */
export function notificationHandlers({ pool, push }: HandlerDeps): Pick<Handlers, Names> {
  const query = queryOn(pool)
  return {
    'notifications:get': async ({ actor }) => ({
      settings: await readNotifySettings(query, actor.user.id),
      serverKey: push.serverKey,
      subscribed: (await findSubscription(query, actor.sessionId)) !== null,
    }),
    async 'notifications:set'({ actor }, settings) {
      await setNotifySettings(query, actor.user.id, settings)
      return { settings }
    },
    async 'push:subscribe'({ actor }, given) {
      await subscribe(pool, actor.user.id, actor.sessionId, given)
      return {}
    },
    async 'push:unsubscribe'({ actor }) {
      await unsubscribe(query, actor.sessionId)
      return {}
    },
    'push:test': async ({ actor }, { nonce }) => ({ answered: await push.test(actor.sessionId, nonce) }),
  }
}
