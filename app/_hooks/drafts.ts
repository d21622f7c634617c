'use client'

import { useMemo } from 'react'
import type { ChatState } from '#client/index.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { useChatState } from './chat.tsx'

/** Something begun and not sent. `other`: it stands beside the room's own draft, or its room can't be written in any more. */
export type Draft = { roomId: string; room: RoomSummary | undefined; body: string; at: string; other: boolean }

/** All of one's drafts, those written last first. */
export function useDrafts(): Draft[] {
  const rooms = useChatState((state) => state.rooms)
  const others = useChatState((state) => state.otherDrafts)
  return useMemo(() => draftsOf(rooms, others), [rooms, others])
}

function draftsOf(rooms: ChatState['rooms'], others: ChatState['otherDrafts']): Draft[] {
  const own = Object.values(rooms)
    .filter((room) => room.draft?.trim())
    .map((room) => ({ roomId: room.id, room, body: room.draft ?? '', at: room.draftAt ?? '', other: false }))
    .sort((a, b) => b.at.localeCompare(a.at))
  return [...own, ...Object.entries(others).map(([roomId, body]) => ({ roomId, room: rooms[roomId], body, at: '', other: true }))]
}
