import { v7 as uuidv7 } from 'uuid'
import type { Chat } from '#client/api.ts'
import { type Ask, NoAnswer } from '#client/connection/ask.ts'
import type { Files } from '#client/files/files.ts'
import { requireBody } from '#client/outbox/body.ts'
import type { People } from '#client/people.ts'
import type { Later } from '#protocol/later.ts'
import type { Message, User } from '#protocol/models.ts'

type Deps = {
  ask: Ask
  people: People
  files: Pick<Files, 'tellAll' | 'stored'>
  merge(message: Message): void
  told(change: Later): void
}
type Verbs = Pick<
  Chat,
  | 'schedule'
  | 'scheduledBody'
  | 'editScheduled'
  | 'removeScheduled'
  | 'sendScheduled'
  | 'addReminder'
  | 'snoozeReminder'
  | 'finishReminder'
  | 'removeReminder'
  | 'listReminders'
  | 'save'
  | 'listSaved'
  | 'setKeywords'
  | 'listMentions'
  | 'listFollowed'
>

/** What is asked about later. Additions go under ids made here, so asking once more than the answer came is harmless. */
export function createLaterVerbs({ ask, people, files, merge, told }: Deps): Verbs {
  const surely = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof NoAnswer) return work()
      throw error
    }
  }
  const named = <Page extends { users: User[] }>(page: Page): Page => {
    people.put(page.users)
    return page
  }
  const from = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor })

  return {
    async schedule(roomId, text, at, { replyToId, fileIds = [] } = {}) {
      const wanted = {
        ...{ id: uuidv7(), roomId, body: requireBody(text, fileIds.length > 0), at: at.toISOString() },
        ...(replyToId ? { replyToId } : {}),
        ...(fileIds.length > 0 ? { attachmentIds: [...fileIds] } : {}),
      }
      await files.tellAll(fileIds)
      const { scheduled } = await surely(() => ask('scheduled:add', wanted))
      files.stored(fileIds)
      told({ scheduled: [scheduled] })
      return scheduled
    },
    async scheduledBody(id) {
      const [one] = (await ask('scheduled:list', { id })).scheduled
      return one?.body ?? null
    },
    async editScheduled(id, { body, at }) {
      const change = { ...(body === undefined ? {} : { body: requireBody(body, true) }), ...(at ? { at: at.toISOString() } : {}) }
      told({ scheduled: [(await surely(() => ask('scheduled:edit', { id, ...change }))).scheduled] })
    },
    removeScheduled: async (id) => void (await ask('scheduled:remove', { id })),
    async sendScheduled(id) {
      merge((await ask('scheduled:send-now', { id })).message)
    },

    async addReminder({ at, ...about }) {
      const wanted = { id: uuidv7(), at: at.toISOString(), ...about }
      const { reminder } = await surely(() => ask('reminder:add', wanted))
      told({ reminders: [reminder] })
      return reminder
    },
    snoozeReminder: async (id, at) =>
      told({ reminders: [(await ask('reminder:snooze', { id, at: at.toISOString() })).reminder] }),
    finishReminder: async (id) => told({ reminders: [(await surely(() => ask('reminder:done', { id }))).reminder] }),
    removeReminder: async (id) => void (await ask('reminder:remove', { id })),
    listReminders: async (cursor) => named(await ask('reminder:list', from(cursor))),

    save: async (roomId, id, on) => void (await surely(() => ask('saved:set', { roomId, id, on }))),
    listSaved: async (cursor) => named(await ask('saved:list', from(cursor))),

    async setKeywords(words) {
      const { keywords } = await surely(() => ask('keywords:set', { words: [...words] }))
      told({ keywords })
      return keywords.words
    },

    listMentions: async (unread, cursor) =>
      named(await ask('inbox:mentions', { ...(unread ? { unread } : {}), ...from(cursor) })),
    listFollowed: async (cursor) => named(await ask('inbox:threads', from(cursor))),
  }
}
