import type { Chat } from '#client/api.ts'
import type { Ask } from '#client/connection/ask.ts'
import type { People } from '#client/people.ts'
import type { ChatState } from '#client/types.ts'
import { Refusal } from '#protocol/errors.ts'
import { ATTACHMENTS_MAX } from '#protocol/limits.ts'
import type { Uploads } from './uploads.ts'

type Verbs = Pick<Chat, 'attach' | 'unattach' | 'retryUpload' | 'uploadBlob' | 'listFiles'>

/** What one does with files before their message is sent, and what a room has. */
export const createAttaching = (deps: { uploads: Uploads; getState(): ChatState; ask: Ask; people: People }): Verbs => ({
  attach(roomId, files) {
    const held = deps.uploads.ofRoom(roomId).filter((upload) => !upload.messageId).length
    if (held + files.length > ATTACHMENTS_MAX)
      throw new Refusal('too_large', `A message carries at most ${ATTACHMENTS_MAX} files. Send the others in another one.`)
    for (const file of files) {
      const name = file.name || 'file'
      deps.uploads.add(roomId, { name, type: file.type, blob: file }, whyNot(name, file.size, deps.getState().fileMaxBytes))
    }
  },
  unattach: (id) => deps.uploads.cancel([id]),
  retryUpload: (id) => deps.uploads.retry([id]),
  uploadBlob: deps.uploads.blobOf,
  async listFiles(roomId, cursor) {
    const page = await deps.ask('room:files', { roomId, ...(cursor === undefined ? {} : { cursor }) })
    deps.people.put(page.users)
    return page
  },
})

/** What can be told without asking. */
function whyNot(name: string, size: number, maxBytes: number): { code: 'too_large' | 'invalid'; message: string } | undefined {
  if (size === 0) return { code: 'invalid', message: `“${name}” is empty: there is nothing to send.` }
  if (maxBytes === 0 || size <= maxBytes) return undefined
  return {
    code: 'too_large',
    message: `“${name}” is larger than the ${Math.floor(maxBytes / 1_000_000)} MB a file may have here. Make it smaller, or share a link to it.`,
  }
}
