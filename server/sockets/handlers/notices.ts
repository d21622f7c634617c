import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

/** Every node hears of them by the commit's notification, this one too. */
export function noticeHandlers({ notices }: HandlerDeps): Pick<Handlers, 'notice:post' | 'notice:end'> {
  return {
    'notice:post': async ({ actor }, wanted) => ({
      notice: await notices.post({ userId: actor.user.id, address: actor.address }, wanted),
    }),
    async 'notice:end'({ actor }, { id }) {
      await notices.end({ userId: actor.user.id, address: actor.address }, id)
      return {}
    },
  }
}
