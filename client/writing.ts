import type { Chat } from './api.ts'
import type { Ask } from './connection/ask.ts'
import type { People } from './people.ts'

type Verbs = Pick<Chat, 'versions' | 'readMessage' | 'addEmoji' | 'removeEmoji'>

/** What messages said, one message from anywhere, and the emoji they may hold. */
export const createWriting = ({ ask, people }: { ask: Ask; people: People }): Verbs => ({
  versions: (roomId, id, cursor) => ask('message:versions', { roomId, id, ...(cursor === undefined ? {} : { cursor }) }),
  async readMessage(roomId, seq) {
    const { messages, users } = await ask('room:history', { roomId, around: seq, limit: 1 })
    people.put(users)
    return messages.find((message) => message.seq === seq) ?? null
  },
  addEmoji: async (name, image) => (await ask('emoji:add', { name, image })).emoji,
  removeEmoji: async (id) => void (await ask('emoji:remove', { id })),
})
