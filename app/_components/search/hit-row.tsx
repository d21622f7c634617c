'use client'

import { type KeyboardEvent, useMemo } from 'react'
import { AuthorPicture, BotMark } from '#app/_components/ui/author-picture.tsx'
import { useChatState, useUser } from '#app/_hooks/chat.tsx'
import { go, messagePath, replyPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { authorName } from '#app/_words/author.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import { fullTime, shortTime } from '#app/_words/time.ts'
import type { Found, FoundIn } from '#protocol/found.ts'
import type { User } from '#protocol/models.ts'
import { excerptOf } from './excerpt.ts'
import { plainOf } from './plain.ts'
import { WhyLine } from './why-line.tsx'

type Props = {
  hit: Found
  rooms: ReadonlyMap<string, FoundIn>
  onOpen: () => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** Where a hit is shown: in its room, or in its thread beside the message that it answers. */
export function pathOf({ message }: Found, rooms: ReadonlyMap<string, FoundIn>): string {
  const parent = rooms.get(message.roomId)?.parent
  return parent ? replyPath(parent.roomId, parent, message.seq) : messagePath(message.roomId, message.seq)
}

export function placeInWords(
  room: FoundIn | undefined,
  rooms: ReadonlyMap<string, FoundIn>,
  users: Readonly<Record<string, User>>,
  meId: string,
): string {
  if (!room) return ''
  if (room.parent) return say.search.inAThread(placeInWords(rooms.get(room.parent.roomId), rooms, users, meId))
  return roomTitle(room, users, meId)
}

/** A message that was found. It leads to where it stands. */
export function HitRow({ hit, rooms, onOpen, onKeyDown }: Props) {
  const { message, ranges, why } = hit
  const viewer = useViewer()
  const author = useUser(message.authorId)
  const users = useChatState((state) => state.users)
  const room = rooms.get(message.roomId)
  const path = pathOf(hit, rooms)
  const at = new Date(message.createdAt)
  const parts = useMemo(() => excerptOf(plainOf(message.body, ranges)), [message.body, ranges])
  return (
    <a
      href={path}
      data-hit
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen()
        go(path)
      }}
      className="flex gap-3 rounded-lg px-3 py-2.5 transition-colors duration-120 hover:bg-hover focus-visible:-outline-offset-2 narrow:px-2"
    >
      <AuthorPicture message={message} author={author} size={36} />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-baseline gap-2">
          <bdi className="truncate text-[0.875rem] font-semibold">{authorName(message, author, '…')}</bdi>
          <BotMark author={author} />
          <bdi className="min-w-0 truncate text-meta text-soft">
            {placeInWords(room, rooms, users, viewer.id)}
            {room?.archived && ' (archived)'}
          </bdi>
          <time dateTime={message.createdAt} title={fullTime(at)} className="ms-auto shrink-0 text-meta text-soft">
            {shortTime(at, new Date())}
          </time>
        </span>
        <span dir="auto" className="line-clamp-4 text-[0.875rem] leading-5 break-words whitespace-pre-line">
          {parts.map((part, index) =>
            part.marked ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: made anew when the message changes
              <mark key={index} className="rounded-[3px] bg-tint-mine px-px text-ink">
                {part.text}
              </mark>
            ) : (
              part.text
            ),
          )}
        </span>
        {message.attachments.length > 0 && (
          <span className="truncate text-meta text-soft">{message.attachments.map((file) => file.name).join(', ')}</span>
        )}
        <WhyLine why={why} />
      </span>
    </a>
  )
}
