'use client'

import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { RoomSummary } from '#protocol/models.ts'
import { RoomLink } from './room-link.tsx'

type Props = {
  title: string
  rooms: readonly RoomSummary[]
  currentId: string | null
  action?: ReactNode
  empty?: ReactNode
}

/** A part of the sidebar that folds. Folded, it still shows what is unread and where one is. */
export function Section({ title, rooms, currentId, action, empty }: Props) {
  const [folded, setFolded] = useState(false)
  const id = useId()
  const shown = folded ? rooms.filter((room) => room.id === currentId || (room.unread > 0 && room.notify !== 'none')) : rooms
  return (
    <nav aria-label={title} className="flex flex-col px-2 pt-3">
      <div className="group/section flex h-7 items-center justify-between ps-2 pe-0.5 narrow:h-9">
        <button
          type="button"
          aria-expanded={!folded}
          aria-controls={id}
          onClick={() => setFolded(!folded)}
          className="flex items-center gap-1 rounded text-meta font-medium text-soft hover:text-ink"
        >
          {title}
          <ChevronDown
            size={13}
            aria-hidden="true"
            className={`transition-transform duration-120 ${folded ? '-rotate-90' : 'opacity-0 group-hover/section:opacity-100 group-focus-within/section:opacity-100'}`}
          />
        </button>
        {action}
      </div>
      <ul id={id} className="flex flex-col gap-px">
        {shown.map((room) => (
          <li key={room.id}>
            <RoomLink room={room} current={room.id === currentId} />
          </li>
        ))}
      </ul>
      {rooms.length === 0 && !folded && empty}
    </nav>
  )
}
