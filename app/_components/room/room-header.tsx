'use client'

import { ArrowLeft, Ellipsis, MessagesSquare, PanelRight, Pin, Search, Users } from 'lucide-react'
import { useRef, useState } from 'react'
import { RoomSign } from '#app/_components/sidebar/room-sign.tsx'
import { fetched, fetchedOnce } from '#app/_components/ui/fetched.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { presenceWords } from '#app/_components/ui/presence-dot.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useNarrow } from '#app/_hooks/media.ts'
import { go } from '#app/_hooks/place.ts'
import { usePresence } from '#app/_hooks/presence.ts'
import { useRoomName } from '#app/_hooks/rooms.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { otherMembers } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { Side } from './room-pane.tsx'
import { Topic } from './topic.tsx'

const loadSearchIn = fetchedOnce(() => import('#app/_components/search/search-in.ts'))
const HealthSign = fetched(() => import('./health-sign.tsx').then((module) => module.HealthSign))
const RoomMenu = fetched(() => import('./room-menu.tsx').then((module) => module.RoomMenu), 'menus')

type Props = { room: RoomSummary; title: string; side: Side | 'thread' | null; onSide: (side: Side) => void }

export function RoomHeader({ room, title, side, onSide }: Props) {
  const detailsShown = side === 'details'
  const pins = room.pins ?? 0
  const narrow = useNarrow()
  const name = useRoomName(room)
  const viewer = useViewer()
  const users = useChatState((state) => state.users)
  return (
    <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line ps-5 pe-3 narrow:ps-1.5">
      {narrow && (
        <IconButton label={say.room.allRooms} onClick={() => go('/rooms')}>
          <ArrowLeft size={20} className="rtl:-scale-x-100" />
        </IconButton>
      )}
      <RoomSign room={room} />
      <h1
        tabIndex={-1}
        aria-label={title}
        dir="auto"
        className="max-w-[50%] shrink-0 truncate text-title font-semibold tracking-tight narrow:max-w-none narrow:shrink"
      >
        {name}
      </h1>
      <div className="min-w-0 flex-1 ps-1.5 text-meta text-soft narrow:hidden">
        {room.kind === 'DIRECT' ? <DirectLine room={room} /> : <Topic room={room} />}
      </div>
      {room.archived && <span className="shrink-0 rounded-md bg-hover px-2 py-0.5 text-meta text-soft">{say.room.archived}</span>}
      <span className="ms-auto flex items-center">
        <HealthSign roomId={room.id} />
        {/* On a phone pins, threads and members are behind the details, and the search in the menu: the name needs the place. */}
        {pins > 0 && (
          <button
            type="button"
            onClick={() => onSide('pins')}
            aria-pressed={side === 'pins'}
            aria-label={say.room.pinnedMessages(pins)}
            data-tip={say.room.pinnedMessages(pins)}
            className="tabular flex h-8 items-center gap-1.5 rounded-md px-2 text-meta text-soft hover:bg-hover hover:text-ink aria-pressed:bg-press aria-pressed:text-ink narrow:hidden"
          >
            <Pin size={15} aria-hidden="true" /> {pins}
          </button>
        )}
        <IconButton
          label={side === 'threads' ? say.room.hideThreads : say.room.showThreads}
          pressed={side === 'threads'}
          onClick={() => onSide('threads')}
          className="narrow:hidden"
        >
          <MessagesSquare size={17} />
        </IconButton>
        {room.kind !== 'DIRECT' && (
          <button
            type="button"
            onClick={() => onSide('details')}
            aria-label={say.common.members(room.memberCount)}
            data-tip={say.common.members(room.memberCount)}
            className="tabular flex h-8 items-center gap-1.5 rounded-md px-2 text-meta text-soft hover:bg-hover hover:text-ink narrow:hidden"
          >
            <Users size={15} aria-hidden="true" /> {room.memberCount}
          </button>
        )}
        {room.role !== undefined && <RoomMenuButton room={room} />}
        <IconButton
          label={say.room.searchInThisRoom}
          onClick={() => void loadSearchIn().then(({ searchIn }) => searchIn(room, users, viewer.id))}
          className="narrow:hidden"
        >
          <Search size={18} />
        </IconButton>
        <IconButton
          label={detailsShown ? say.room.hideDetails : say.room.showDetails}
          keys="details"
          pressed={detailsShown}
          onClick={() => onSide('details')}
        >
          <PanelRight size={18} className="rtl:-scale-x-100" />
        </IconButton>
      </span>
    </header>
  )
}

function RoomMenuButton({ room }: { room: RoomSummary }) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <span className="relative">
      <IconButton ref={button} label={say.room.roomMenu} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(true)}>
        <Ellipsis size={18} />
      </IconButton>
      {open && <RoomMenu room={room} onClose={() => setOpen(false)} button={button} />}
    </span>
  )
}

function DirectLine({ room }: { room: RoomSummary }) {
  const viewer = useViewer()
  const [only, ...more] = otherMembers(room, viewer.id)
  const status = usePresence(only)
  const text = useChatState((state) => (only === undefined ? undefined : state.presence[only]?.text))
  if (more.length > 0) return <p>{say.common.people(more.length + 2)}</p>
  return (
    <p className="truncate">
      {presenceWords()[status]}
      {text && <bdi> · {text}</bdi>}
    </p>
  )
}
