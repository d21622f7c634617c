'use client'

import { useMemo } from 'react'
import { roomName, roomTitle, threadName } from '#app/_words/room-name.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { useChatState } from './chat.tsx'
import { useViewer } from './viewer.tsx'

export type RoomSections = { rooms: RoomSummary[]; direct: RoomSummary[]; threads: RoomSummary[] }

/** One's rooms as the sidebar lists them: channels by name, direct rooms by their latest message, threads while something is new. */
export function useRoomSections(): RoomSections {
  const all = useChatState((state) => state.rooms)
  return useMemo(() => sectionsOf(Object.values(all)), [all])
}

export function sectionsOf(all: readonly RoomSummary[]): RoomSections {
  const mine = all.filter((room) => room.role !== undefined)
  const latest = (room: RoomSummary) => room.lastAt ?? ''
  return {
    rooms: mine
      .filter((room) => (room.kind === 'PUBLIC' || room.kind === 'PRIVATE') && !room.archived)
      .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '')),
    direct: mine.filter((room) => room.kind === 'DIRECT').sort((a, b) => latest(b).localeCompare(latest(a))),
    threads: mine.filter((room) => room.kind === 'THREAD' && room.unread > 0).sort((a, b) => latest(b).localeCompare(latest(a))),
  }
}

export function useRoomName(room: RoomSummary | undefined): string {
  const viewer = useViewer()
  const users = useChatState((state) => state.users)
  const parent = useChatState((state) => (room?.parent ? state.rooms[room.parent.roomId] : undefined))
  if (!room) return ''
  if (room.parent) return threadName(room, parent && roomTitle(parent, users, viewer.id))
  return roomName(room, users, viewer.id)
}
