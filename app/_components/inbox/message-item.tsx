'use client'

import type { ReactNode } from 'react'
import { AuthorPicture } from '#app/_components/ui/author-picture.tsx'
import { useRoom, useUser } from '#app/_hooks/chat.tsx'
import { inWords } from '#app/_markdown/in-words.ts'
import { authorInWords } from '#app/_words/author.ts'
import { say } from '#app/_words/say.ts'
import { fullTime, shortTime } from '#app/_words/time.ts'
import type { Message } from '#protocol/models.ts'
import { Row, type RowVerb, WORDS_MAX } from './row.tsx'
import { useOpenMessage, useRoomTitle } from './use-open.ts'

type Props = { message: Message; note?: ReactNode; isNew?: boolean; verbs: readonly RowVerb[]; at?: ReactNode }

/** A message as it stands in the inbox: it leads to where it was written. */
export function MessageItem({ message, note, isNew = false, verbs, at }: Props) {
  const author = useUser(message.authorId)
  const room = useRoom(message.roomId)
  const title = useRoomTitle(message.roomId)
  const open = useOpenMessage()
  const gone = message.deletedAt !== undefined || message.hiddenAt !== undefined
  const written = new Date(message.createdAt)
  return (
    <Row
      sign={<AuthorPicture message={message} author={author} size={28} />}
      who={authorInWords(message, author, say.screens.somebody)}
      where={room?.kind === 'DIRECT' ? undefined : title}
      when={
        at ?? (
          <time dateTime={message.createdAt} data-tip={fullTime(written)}>
            {shortTime(written, new Date())}
          </time>
        )
      }
      note={note}
      text={
        message.deletedAt !== undefined
          ? say.screens.messageDeleted
          : message.hiddenAt !== undefined
            ? say.screens.hiddenByAModerator
            : inWords(message.body, WORDS_MAX)
      }
      isNew={isNew}
      open={gone ? null : () => void open(message.roomId, message.seq)}
      verbs={verbs}
    />
  )
}
