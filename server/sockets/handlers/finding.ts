import type { Message } from '#protocol/models.ts'
import { listPins } from '#server/core/messages/pins.ts'
import { getMessages } from '#server/core/messages/some.ts'
import { listThreads } from '#server/core/rooms/thread-list.ts'
import { countRooms, explainUnread } from '#server/core/rooms/unread.ts'
import { namedIn } from '#server/core/sync/named.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names = 'room:pins' | 'room:unread' | 'room:counts' | 'thread:list' | 'message:get'

export function findingHandlers({ pool, people }: HandlerDeps): Pick<Handlers, Names> {
  const withUsers = async <Page extends { messages: Message[] }>(page: Page) => ({
    ...page,
    users: await people.get([...namedIn(page.messages), ...page.messages.flatMap(({ pin }) => pin?.by ?? [])]),
  })

  return {
    'room:pins': async ({ actor }, { roomId, cursor }) => withUsers(await listPins(pool, actor.user, roomId, cursor)),
    'thread:list': async ({ actor }, { roomId, cursor }) => withUsers(await listThreads(pool, actor.user, roomId, cursor)),
    'message:get': async ({ actor }, { roomId, ids }) => withUsers(await getMessages(pool, actor.user, roomId, ids)),
    async 'room:unread'({ actor }, { roomId }) {
      const why = await explainUnread(pool, actor.user, roomId)
      const named = [...why.mentions, ...(why.first ? [why.first] : [])].map((message) => message.authorId)
      return { ...why, users: await people.get(named) }
    },
    'room:counts': async ({ actor }, { roomIds }) => ({ counts: await countRooms(pool, actor.user, roomIds) }),
  }
}
