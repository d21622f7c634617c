'use client'

import { Pencil } from 'lucide-react'
import { memo, type Ref } from 'react'
import { MentionCount } from '#app/_components/ui/count.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { TypingDots } from '#app/_components/ui/typing-dots.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { go, roomPath, threadPath } from '#app/_hooks/place.ts'
import { useRoomName } from '#app/_hooks/rooms.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { RoomSign } from './room-sign.tsx'

const Status = fetched(() => import('#app/_components/people/status-mark.tsx').then((module) => module.RoomStatusMark))

type Props = { ref: Ref<HTMLAnchorElement>; room: RoomSummary; current: boolean; menuOpen: boolean }

/** A room in the sidebar: weight is unread, a number is mentions, half ink is muted, a pencil a draft, dots somebody typing. */
export const RoomLink = memo(function RoomLink({ ref, room, current, menuOpen }: Props) {
  const name = useRoomName(room)
  const typing = useChatState((state) => (state.typing[room.id]?.length ?? 0) > 0)
  const muted = room.muted ?? false
  const unread = room.unread > 0 && !muted
  const called = room.mentionCount + (room.keywordCount ?? 0)
  const path = room.parent ? threadPath(room.parent.roomId, room.parent.messageId) : roomPath(room.id)
  const draft = !current && Boolean(room.draft?.trim())

  return (
    <a
      ref={ref}
      href={path}
      draggable={false}
      {...(menuOpen ? { 'aria-haspopup': 'menu', 'aria-expanded': true } : {})}
      aria-current={current ? 'page' : undefined}
      data-room={room.id}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        go(path)
      }}
      className={`group flex h-8 compact:h-7 focus-visible:-outline-offset-2 items-center gap-2 rounded-md px-2 text-[0.875rem] transition-colors duration-120 hover:bg-hover aria-expanded:bg-hover aria-[current]:bg-press narrow:h-11 narrow:text-[0.9375rem] ${
        unread ? 'font-semibold text-ink' : 'text-soft aria-[current]:text-ink'
      }`}
    >
      <span className={`flex min-w-0 flex-1 items-center gap-2 ${muted && !current ? 'opacity-50' : ''}`}>
        <RoomSign room={room} />
        <bdi className="truncate">{name}</bdi>
        {room.kind === 'DIRECT' && <Status room={room} />}
        {typing && <TypingDots />}
      </span>
      {draft && <Pencil size={13} className="shrink-0 text-soft" role="img" aria-label={say.sidebar.draft} />}
      {called > 0 && <MentionCount count={called} />}
      {unread && called === 0 && <span className="sr-only">{say.sidebar.unread}</span>}
      {muted && <span className="sr-only">{say.sidebar.muted}</span>}
    </a>
  )
})
