'use client'

import { ChevronDown, Ellipsis } from 'lucide-react'
import { memo, type ReactNode, useId, useRef, useState } from 'react'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useTouch } from '#app/_hooks/media.ts'
import { type Arranged, isCalling } from '#app/_sidebar/arrange.ts'
import { draggable, useDrop } from '#app/_sidebar/drag.ts'
import { useArranging } from '#app/_sidebar/use-arranging.ts'
import type { Drops } from '#app/_sidebar/use-drops.ts'
import { say } from '#app/_words/say.ts'
import { RoomLine } from './room-line.tsx'

const SectionMenu = fetched(() => import('./section-menu.tsx').then((module) => module.SectionMenu), 'menus')

type Props = { section: Arranged; currentId: string | null; drops: Drops; action?: ReactNode; empty?: ReactNode }

/** A part of the sidebar that folds. Folded, it still shows what calls and where one is. */
export const Section = memo(function Section({ section, currentId, drops, action, empty }: Props) {
  const { title, rooms, folded, unreadOnly } = section
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const touch = useTouch()
  const arranging = useArranging()
  const id = useId()
  const shown =
    folded || unreadOnly
      ? rooms.filter((room) => room.id === currentId || isCalling(room) || (!folded && Boolean(room.draft?.trim())))
      : rooms
  const moves = section.id !== 'favourites'
  const drop = useDrop(
    (of) => (of.kind === 'room' ? drops.takes(of.id, section.id) : moves && of.id !== section.id),
    (dropped, after) =>
      drops.takes(dropped, section.id) ? drops.room(dropped, section.id) : drops.section(dropped, section.id, after),
  )

  return (
    <nav aria-label={title} className="flex flex-col px-2 pt-3" data-section={section.id}>
      <div
        {...drop.handlers}
        {...(moves && !touch ? draggable('section', section.id) : {})}
        className={`group/section relative flex h-7 items-center justify-between rounded-md ps-2 pe-0.5 narrow:h-9 ${drop.edge ? 'bg-tint' : ''}`}
      >
        <button
          type="button"
          aria-expanded={!folded}
          aria-controls={id}
          onClick={() => arranging.change(section.id, { folded: !folded })}
          className="flex min-w-0 items-center gap-1 rounded text-meta font-medium text-soft hover:text-ink"
        >
          <bdi className="truncate">{title}</bdi>
          <ChevronDown
            size={13}
            aria-hidden="true"
            className={`shrink-0 transition-transform duration-120 ${folded ? '-rotate-90 rtl:rotate-90' : 'opacity-0 group-hover/section:opacity-100 group-focus-within/section:opacity-100'}`}
          />
        </button>
        <span className="flex items-center">
          {unreadOnly && <span className="pe-1 text-[0.75rem] text-soft">{say.sidebar.unread}</span>}
          <IconButton
            ref={button}
            label={say.sidebar.section(title)}
            size="small"
            aria-haspopup="menu"
            aria-expanded={open}
            onClick={() => setOpen(true)}
            className="opacity-0 group-hover/section:opacity-100 group-focus-within/section:opacity-100 aria-expanded:opacity-100 narrow:opacity-100"
          >
            <Ellipsis size={16} />
          </IconButton>
          {action}
        </span>
        {open && <SectionMenu section={section} onClose={() => setOpen(false)} button={button} />}
      </div>
      <ul id={id} className="flex flex-col gap-px">
        {shown.map((room) => (
          <RoomLine
            key={room.id}
            room={room}
            sectionId={section.id}
            current={room.id === currentId}
            touch={touch}
            drops={drops}
          />
        ))}
      </ul>
      {rooms.length === 0 && !folded && empty}
      {rooms.length > 0 && shown.length === 0 && unreadOnly && !folded && (
        <p className="px-2 py-1 text-meta text-soft">{say.sidebar.nothingUnread}</p>
      )}
    </nav>
  )
})
