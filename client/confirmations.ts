import type { Message } from '#protocol/models.ts'
import type { Chat } from './api.ts'
import type { Ask } from './connection/ask.ts'
import type { People } from './people.ts'

type Deps = { ask: Ask; people: People; merge(message: Message): void }
type Verbs = Pick<
  Chat,
  | 'confirm'
  | 'confirmations'
  | 'remind'
  | 'unconfirmed'
  | 'readers'
  | 'postNotice'
  | 'endNotice'
  | 'readCommunity'
  | 'changeCommunity'
>

/** Who has seen and confirmed what, what everybody is told, and what the place is called. */
export function createConfirmations({ ask, people, merge }: Deps): Verbs {
  return {
    async confirm(roomId, id) {
      const { message } = await ask('message:confirm', { roomId, id })
      merge(message)
      return message
    },
    async confirmations(roomId, id, cursor) {
      const page = await ask('message:confirmations', { roomId, id, ...(cursor === undefined ? {} : { cursor }) })
      people.put(page.users)
      return page
    },
    remind: async (roomId, id) => (await ask('message:remind', { roomId, id })).reminded,
    async unconfirmed() {
      const { messages, users } = await ask('message:unconfirmed', {})
      people.put(users)
      return messages
    },
    async readers(roomId, seq, cursor) {
      const page = await ask('room:readers', { roomId, seq, ...(cursor === undefined ? {} : { cursor }) })
      await people.ensure(page.userIds)
      return page
    },
    postNotice: async (notice) => (await ask('notice:post', notice)).notice,
    readCommunity: async () => (await ask('community:read', {})).community,
    changeCommunity: async (change) => (await ask('community:change', change)).community,
    endNotice: async (id) => void (await ask('notice:end', { id })),
  }
}
