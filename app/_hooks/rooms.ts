'use client'

import { useMemo } from 'react'
import { type Arranged, arrange } from '#app/_sidebar/arrange.ts'
import { roomName, roomTitle, threadName } from '#app/_words/room-name.ts'
import type { ChatState } from '#client/index.ts'
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

type Input = [rooms: ChatState['rooms'], sections: ChatState['sections'], users: ChatState['users'], meId: string]

/** Several parts of a page want the same arrangement: it is made once for what they look at. */
let latest: { of: Input; arranged: readonly Arranged[] } | null = null

function arrangeOnce(...of: Input): readonly Arranged[] {
  if (latest?.of.every((part, at) => part === of[at])) return latest.arranged
  const [rooms, sections, users, meId] = of
  const former = latest?.arranged ?? []
  const arranged = arrange(Object.values(rooms), sections, (room) => roomName(room, users, meId)).map((next) => {
    const same = former.find((one) => one.id === next.id)
    return same && isSame(same, next) ? same : next
  })
  latest = { of, arranged }
  return arranged
}

/** One's rooms in one's sections, as the sidebar lists them. A section that did not change stays the same object. */
export function useArranged(): readonly Arranged[] {
  const viewer = useViewer()
  const rooms = useChatState((state) => state.rooms)
  const sections = useChatState((state) => state.sections)
  const users = useChatState((state) => state.users)
  return arrangeOnce(rooms, sections, users, viewer.id)
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
