'use client'

import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from 'react'
import { useLongPress } from '#app/_components/message/use-long-press.ts'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { draggable, useDrop } from '#app/_sidebar/drag.ts'
import type { Drops } from '#app/_sidebar/use-drops.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { RoomLink } from './room-link.tsx'

const RoomMenu = fetched(() => import('#app/_components/room/room-menu.tsx').then((module) => module.RoomMenu), 'menus')

type Props = { room: RoomSummary; sectionId: string; current: boolean; touch: boolean; drops: Drops }

/** A room's line in the sidebar: it can be dragged, and has a menu by right click, long press and the menu key. */
export const RoomLine = memo(function RoomLine({ room, sectionId, current, touch, drops }: Props) {
  const [open, setOpen] = useState(false)
  const link = useRef<HTMLAnchorElement>(null)
  const held = useRef(false)
  const press = useLongPress(touch, () => {
    held.current = true
    setOpen(true)
  })
  const drop = useDrop(
    (of) => of.kind === 'room' && of.id !== room.id && drops.takes(of.id, sectionId),
    (id, after) => drops.room(id, sectionId, { id: room.id, after }),
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
      onPointerDownCapture={() => {
        held.current = false
      }}
      onClickCapture={(event) => {
        // The finger that opened the menu lets go: that is no tap.
        if (!held.current) return
        held.current = false
        event.preventDefault()
        event.stopPropagation()
      }}
      className={`relative [-webkit-touch-callout:none] [content-visibility:auto] [contain-intrinsic-height:auto_32px] ${edges[drop.edge ?? 'none']}`}
    >
      <RoomLink ref={link} room={room} current={current} menuOpen={open} />
      {open && <RoomMenu room={room} placed align="start" onClose={() => setOpen(false)} button={link} />}
    </li>
  )
})

/** Where what is dragged would come. */
const edges = { before: 'shadow-[0_-2px_0_0_var(--accent)]', after: 'shadow-[0_2px_0_0_var(--accent)]', none: '' }
