'use client'

import { AuthorPicture, BotMark } from '#app/_components/ui/author-picture.tsx'
import { useRoom, useUser } from '#app/_hooks/chat.tsx'
import { go, messagePath } from '#app/_hooks/place.ts'
import { useReadMessage } from '#app/_hooks/read-message.ts'
import { useRoomName } from '#app/_hooks/rooms.ts'
import { NamesContext, unnamed } from '#app/_markdown/words.tsx'
import { authorName } from '#app/_words/author.ts'
import { say } from '#app/_words/say.ts'
import { fullTime, shortTime } from '#app/_words/time.ts'
import type { CardOf } from './cards.ts'
import { Drawn } from './drawn.tsx'

/** A message that another one links to, as far as the reader may see it. */
export function MessageCard({ roomId, seq }: CardOf) {
  const message = useReadMessage(roomId, seq)
  const author = useUser(message?.authorId)
  const room = useRoom(roomId)
  const name = useRoomName(room)
  const frame = 'mt-1.5 mb-1 w-fit min-w-0 max-w-full rounded-lg border border-line-strong px-3 py-2'
  if (message === undefined) return null
  if (message === null) return <p className={`${frame} text-meta text-soft`}>{say.message.aMessageInARoom}</p>
  const gone =
    message.deletedAt !== undefined
      ? say.message.messageDeleted2
      : message.hiddenAt !== undefined
        ? say.message.hiddenByAModerator2
        : null
  const path = messagePath(roomId, seq)
  return (
    <figure className={frame}>
      <figcaption className="flex min-w-0 items-center gap-2 text-meta">
        <AuthorPicture message={message} author={author} size={20} />
        <bdi className="truncate font-semibold">{authorName(message, author, say.message.unknownPerson)}</bdi>
        <BotMark author={author} />
        <a
          href={path}
          data-tip={fullTime(new Date(message.createdAt))}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            go(path)
          }}
          className="shrink-0 text-soft hover:underline"
        >
          {name && room?.kind !== 'DIRECT' ? `#${name}, ` : ''}
          {shortTime(new Date(message.createdAt), new Date())}
        </a>
      </figcaption>
      <NamesContext value={unnamed}>
        <div className="md mt-1 max-h-40 overflow-hidden" dir="auto">
          {gone ? <p className="text-soft italic">{gone}</p> : <Drawn source={message.body} />}
        </div>
      </NamesContext>
    </figure>
  )
}
