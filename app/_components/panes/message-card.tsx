'use client'

import type { ReactNode } from 'react'
import { Body } from '#app/_components/message/body.tsx'
import { AuthorPicture, BotMark } from '#app/_components/ui/author-picture.tsx'
import { useUser } from '#app/_hooks/chat.tsx'
import { authorName } from '#app/_words/author.ts'
import { say } from '#app/_words/say.ts'
import { clockTime, fullTime, shortTime } from '#app/_words/time.ts'
import type { Message } from '#protocol/models.ts'

/** A message in a list beside its room: who, when, the words, and below what the list is about. */
export function MessageCard({ message, children }: { message: Message; children: ReactNode }) {
  const author = useUser(message.authorId)
  const at = new Date(message.createdAt)
  const day = shortTime(at, new Date())
  const gone =
    message.deletedAt !== undefined ? say.panes.messageDeleted : message.hiddenAt !== undefined && say.panes.hiddenByAModerator
  return (
    <article className="flex gap-3">
      <AuthorPicture message={message} author={author} size={28} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex items-baseline gap-2 text-meta text-soft">
          <bdi className="truncate text-[0.875rem] font-semibold text-ink">
            {authorName(message, author, say.panes.unknownPerson)}
          </bdi>
          <BotMark author={author} />
          <time dateTime={message.createdAt} data-tip={fullTime(at)} className="shrink-0 text-[0.75rem]">
            {day === clockTime(at) ? day : `${day}, ${clockTime(at)}`}
          </time>
        </p>
        {gone ? <p className="text-soft italic">{gone}</p> : <Body message={message} />}
        {children}
      </div>
    </article>
  )
}
