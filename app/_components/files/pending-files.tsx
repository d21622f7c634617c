'use client'

import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import type { OutboxEntry } from '#client/index.ts'
import { UploadLine } from './upload-line.tsx'

/** The files of a message that waits for them, and what to do about one that can't be sent. */
export function PendingFiles({ entry }: { entry: OutboxEntry }) {
  const chat = useChat()
  const uploads = useChatState((state) => state.uploads[entry.roomId])?.filter((one) => one.messageId === entry.id) ?? []
  const failed = uploads.filter((upload) => upload.state === 'failed')
  const others = uploads.length - failed.length
  return (
    <div className="flex flex-col items-start gap-1.5 py-1">
      {uploads.map((upload) => (
        <UploadLine key={upload.id} upload={upload} />
      ))}
      {entry.state === 'failed' && failed.length > 0 && (others > 0 || entry.body.trim() !== '') && (
        <button
          type="button"
          onClick={() =>
            chat.sendWithout(
              entry.id,
              failed.map((upload) => upload.id),
            )
          }
          className="rounded text-meta font-medium text-danger underline underline-offset-2 hover:no-underline narrow:min-h-9"
        >
          {failed.length === 1 ? say.files.sendWithoutThisFile : say.files.sendWithoutTheseFiles}
        </button>
      )}
    </div>
  )
}
