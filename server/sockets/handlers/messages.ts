import { removePreview } from '#server/core/messages/previews.ts'
import { listVersions } from '#server/core/messages/versions.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names =
  | 'message:send'
  | 'message:edit'
  | 'message:versions'
  | 'message:delete'
  | 'message:react'
  | 'message:reactions'
  | 'message:pin'
  | 'message:unpreview'

export function messageHandlers({ pool, messages, typing, announce }: HandlerDeps): Pick<Handlers, Names> {
  const query = queryOn(pool)

  return {
    async 'message:send'({ actor }, wanted) {
      const message = await messages.send(actor, wanted)
      typing.set(wanted.roomId, actor.user.id, false)
      return { message }
    },
    'message:edit': async ({ actor }, { roomId, id, body }) => ({ message: await messages.edit(actor, roomId, id, body) }),
    'message:versions': ({ actor }, { roomId, id, cursor }) => listVersions(query, actor.user, roomId, id, cursor),
    'message:delete': async ({ actor }, { roomId, id }) => ({ message: await messages.remove(actor, roomId, id) }),
    'message:react': async ({ actor }, { roomId, id, emoji, on }) => ({
      message: await messages.react(actor, roomId, id, emoji, on),
    }),
    'message:reactions': ({ actor }, { roomId, id, emoji, cursor }) => messages.reactors(actor, roomId, id, emoji, cursor),
    'message:unpreview': async ({ actor }, { roomId, id }) => ({
      message: await removePreview(pool, announce, actor, roomId, id),
    }),
    'message:pin': async ({ actor }, { roomId, id, on }) => ({ message: await messages.pin(actor, roomId, id, on) }),
  }
}
