'use client'

import { useMemo, useRef } from 'react'
import { type Arranged, arrange } from '#app/_sidebar/arrange.ts'
import { roomName, roomTitle, threadName } from '#app/_words/room-name.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { useChatState } from './chat.tsx'
import { useViewer } from './viewer.tsx'

/** One's rooms by kind, for what lists them by itself: channels by name, direct rooms by their latest message. */
export function useRoomSections(): { rooms: RoomSummary[]; direct: RoomSummary[] } {
  const all = useChatState((state) => state.rooms)
  return useMemo(() => {
    const mine = Object.values(all).filter((room) => room.role !== undefined)
    return {
      rooms: mine
        .filter((room) => (room.kind === 'PUBLIC' || room.kind === 'PRIVATE') && !room.archived)
        .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '')),
      direct: mine.filter((room) => room.kind === 'DIRECT').sort((a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? '')),
    }
  }, [all])
}

/** One's rooms in one's sections, as the sidebar lists them. A section that did not change stays the same object. */
export function useArranged(): readonly Arranged[] {
  const viewer = useViewer()
  const rooms = useChatState((state) => state.rooms)
  const sections = useChatState((state) => state.sections)
  const users = useChatState((state) => state.users)
  const former = useRef<readonly Arranged[]>([])
  return useMemo(() => {
    const nameOf = (room: RoomSummary) => roomName(room, users, viewer.id)
    former.current = arrange(Object.values(rooms), sections, nameOf).map((next) => {
      const same = former.current.find((one) => one.id === next.id)
      return same && isSame(same, next) ? same : next
    })
    return former.current
  }, [rooms, sections, users, viewer.id])
}

function isSame({ rooms, ...a }: Arranged, { rooms: next, ...b }: Arranged): boolean {
  return (
    rooms.length === next.length &&
    rooms.every((room, at) => room === next[at]) &&
    Object.entries(a).every(([key, value]) => value === b[key as keyof typeof b])
  )
}

export function useRoomName(room: RoomSummary | undefined): string {
  const viewer = useViewer()
  const parent = useChatState((state) => (room?.parent ? state.rooms[room.parent.roomId] : undefined))
  const where = useChatState((state) => (parent ? roomTitle(parent, state.users, viewer.id) : undefined))
  const name = useChatState((state) => (room && !room.parent ? roomName(room, state.users, viewer.id) : ''))
  return room?.parent ? threadName(room, where) : name
}
