import { namedIn } from '#server/core/sync/named.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'message:confirm' | 'message:confirmations' | 'message:remind' | 'message:unconfirmed'

export function confirmationHandlers({ messages, confirmations, people }: HandlerDeps): Pick<Handlers, Names> {
  return {
    'message:confirm': async ({ actor }, { roomId, id }) => ({ message: await messages.confirm(actor, roomId, id) }),
    async 'message:confirmations'({ actor }, { roomId, id, cursor }) {
      const page = await confirmations.list(actor.user, roomId, id, cursor)
      const named = [...page.waiting, ...page.confirmed.map((one) => one.userId)]
      return { ...page, users: await people.get(named) }
    },
    'message:remind': async ({ actor }, { roomId, id }) => ({ reminded: await confirmations.remind(actor, roomId, id) }),
    async 'message:unconfirmed'({ actor }) {
      const messages = await confirmations.unconfirmed(actor.user)
      return { messages, users: await people.get([...namedIn(messages)]) }
    },
  }
}
