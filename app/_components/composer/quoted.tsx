'use client'

import { X } from 'lucide-react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChatState, useUser } from '#app/_hooks/chat.tsx'
import { messageInWords } from '#app/_markdown/in-words.ts'
import { authorInWords } from '#app/_words/author.ts'
import { filled } from '#app/_words/filled.tsx'
import { say } from '#app/_words/say.ts'
import type { Message } from '#protocol/models.ts'

/** The message that the next one answers. */
export function Quoted({ message, onDrop }: { message: Message; onDrop: () => void }) {
  // As it is now: it may be edited or deleted while the answer is written.
  const now = useChatState((state) => state.timelines[message.roomId]?.messages.find((one) => one.id === message.id)) ?? message
  const author = useUser(now.authorId)
  const gone =
    now.deletedAt !== undefined
      ? say.composer.aMessageThatWasDeleted
      : now.hiddenAt !== undefined
        ? say.composer.aHiddenMessage
        : null
  return (
    <div className="flex items-center gap-2 border-b border-line py-1 ps-3.5 pe-1.5 text-meta text-soft">
      <p className="min-w-0 flex-1 truncate">
        {filled(
          say.composer.answerTo,
          <bdi key="who" className="font-medium text-ink">
            {authorInWords(now, author, '')}
          </bdi>,
        )}{' '}
        <bdi>{gone ?? messageInWords(now, 120)}</bdi>
      </p>
      <IconButton size="small" label={say.composer.noAnswer} onClick={onDrop}>
        <X size={15} />
      </IconButton>
    </div>
  )
}
