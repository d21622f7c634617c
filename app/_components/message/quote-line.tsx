'use client'

import { CornerDownRight } from 'lucide-react'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { useUser } from '#app/_hooks/chat.tsx'
import { useMessage } from '#app/_hooks/message.ts'
import { messageInWords } from '#app/_markdown/in-words.ts'
import { authorInWords } from '#app/_words/author.ts'
import { say } from '#app/_words/say.ts'

/** The message that is answered, in one line, and the way there. */
export function QuoteLine({ roomId, messageId }: { roomId: string; messageId: string }) {
  const view = useRoomView()
  const quoted = useMessage(roomId, messageId)
  const author = useUser(quoted?.authorId)
  const look = 'mb-0.5 flex max-w-full items-center gap-1.5 text-meta text-soft'
  if (!quoted) {
    return (
      <p className={look}>
        <CornerDownRight size={13} className="shrink-0" aria-hidden="true" />
        {quoted === null ? say.message.answerToAMessageThat : say.message.answerToAnEarlierMessage}
      </p>
    )
  }
  const gone =
    quoted.deletedAt !== undefined
      ? say.message.messageDeleted2
      : quoted.hiddenAt !== undefined && say.message.hiddenByAModerator2
  return (
    <button type="button" onClick={() => view.jumpTo(quoted.seq)} className={`${look} rounded hover:text-ink`}>
      <CornerDownRight size={13} className="shrink-0" aria-hidden="true" />
      <bdi className="shrink-0 font-medium">{authorInWords(quoted, author, say.message.somebody)}</bdi>
      <bdi className={`truncate ${gone ? 'italic' : ''}`}>{gone || messageInWords(quoted, 160)}</bdi>
    </button>
  )
}
