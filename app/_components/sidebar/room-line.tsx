'use client'

import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from 'react'
import { useLongPress } from '#app/_components/message/use-long-press.ts'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { useTouch } from '#app/_hooks/media.ts'
import type { Arranged } from '#app/_sidebar/arrange.ts'
import { draggable, useDrop } from '#app/_sidebar/drag.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { RoomLink } from './room-link.tsx'

const RoomMenu = fetched(() => import('#app/_components/room/room-menu.tsx').then((module) => module.RoomMenu))

type Props = {
  room: RoomSummary
  section: Arranged
  current: boolean
  onRoomDrop: (roomId: string, section: Arranged, index?: number) => void
  takes: (roomId: string, section: Arranged) => boolean
}

/** A room's line in the sidebar: it can be dragged, and has a menu by right click, long press and the menu key. */
export const RoomLine = memo(
  function RoomLine({ room, section, current, onRoomDrop, takes }: Props) {
    const [open, setOpen] = useState(false)
    const link = useRef<HTMLAnchorElement>(null)
    const held = useRef(false)
    const touch = useTouch()
    const press = useLongPress(touch, () => {
      held.current = true
      setOpen(true)
    })
    const drop = useDrop(
      (of) => of.kind === 'room' && of.id !== room.id && takes(of.id, section),
      (id, after) => {
        const others = section.rooms.filter((other) => other.id !== id)
        onRoomDrop(id, section, others.findIndex((other) => other.id === room.id) + Number(after))
      },
    )

    function openMenu(event: MouseEvent | KeyboardEvent) {
      event.preventDefault()
      setOpen(true)
    }

    return (
      <li
        {...press}
        {...drop.handlers}
        {...(touch || room.kind === 'THREAD' ? {} : draggable('room', room.id))}
        onContextMenu={openMenu}
        onKeyDown={(event) => {
          if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu(event)
        }}
        onClickCapture={(event) => {
          // The finger that opened the menu lets go: that is no tap.
          if (!held.current) return
          held.current = false
          event.preventDefault()
          event.stopPropagation()
        }}
        className={`relative [-webkit-touch-callout:none] [content-visibility:auto] [contain-intrinsic-height:auto_32px] ${
          drop.edge === 'before'
            ? 'shadow-[0_-2px_0_0_var(--accent)]'
            : drop.edge === 'after'
              ? 'shadow-[0_2px_0_0_var(--accent)]'
              : ''
        }`}
      >
        <RoomLink ref={link} room={room} current={current} menuOpen={open} />
        {open && <RoomMenu room={room} placed align="start" onClose={() => setOpen(false)} button={link} />}
      </li>
    )
  },
  // The section is only read when something is dropped: a change of another room in it draws nothing here.
  (a, b) => a.room === b.room && a.current === b.current && a.section.rooms === b.section.rooms && a.takes === b.takes,
)
