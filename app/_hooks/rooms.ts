'use client'

import { useMemo } from 'react'
import { roomName } from '#app/_words/room-name.ts'
import type { ChatState } from '#client/index.ts'
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
  const thread = useChatState((state) => threadName(room, state))
  return thread ?? (room ? roomName(room, users, viewer.id) : '')
}

/** A thread goes by its room and, where it is held, the beginning of its message. */
function threadName(room: RoomSummary | undefined, state: ChatState): string | null {
  if (!room?.parent) return null
  const { roomId, messageId } = room.parent
  const words = state.timelines[roomId]?.messages.find((message) => message.id === messageId)?.body
  const where = state.rooms[roomId]?.name ?? 'thread'
  return words ? `${where}: ${words.slice(0, 60)}` : `Thread in ${where}`
}
