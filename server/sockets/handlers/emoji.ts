import { fromHere } from '#server/core/actor.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

/** Every node hears of changes by the commit's notification, this one too. */
export function emojiHandlers({ emoji }: HandlerDeps): Pick<Handlers, 'emoji:list' | 'emoji:add' | 'emoji:remove'> {
  return {
    'emoji:list': () => emoji.list(),
    'emoji:add': async ({ actor }, { name, image }) => ({ emoji: await emoji.add(fromHere(actor), name, image) }),
    async 'emoji:remove'({ actor }, { id }) {
      await emoji.remove(fromHere(actor), id)
      return {}
    },
  }
}
