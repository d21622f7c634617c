import type { Chat } from '#client/api.ts'
import type { Ask } from '#client/connection/ask.ts'
import type { People } from '#client/people.ts'
import type { ChatState } from '#client/types.ts'
import type { Files } from './files.ts'

type Verbs = Pick<Chat, 'attach' | 'unattach' | 'describe' | 'retryUpload' | 'uploadBlob' | 'listFiles'>

/** What one does with files before their message is sent, and what a room has. */
export const createAttaching = (deps: { files: Files; getState(): ChatState; ask: Ask; people: People }): Verbs => ({
  attach: async (roomId, files) => (await deps.files.needed()).add(roomId, files, deps.getState().fileMaxBytes),
  unattach: (id) => deps.files.cancel([id]),
  async describe(id, alt) {
    if (!deps.files.describe(id, alt)) await deps.ask('file:describe', { id, alt })
  },
  retryUpload: (id) => deps.files.retry([id]),
  uploadBlob: deps.files.blobOf,
  async listFiles(roomId, cursor) {
    const page = await deps.ask('room:files', { roomId, ...(cursor === undefined ? {} : { cursor }) })
    deps.people.put(page.users)
    return page
  },
})
