'use client'

import { useMemo } from 'react'
import type { RoomSummary } from '#protocol/models.ts'
import { useChatState } from './chat.tsx'

/** `reminded`: the room of the latest reminder among what waits. */
export type ToConfirm = { count: number; reminded: RoomSummary | null }

/** What waits for one's confirmation, over all rooms in which one still can. */
export function useToConfirm(): ToConfirm {
  const rooms = useChatState((state) => state.rooms)
  return useMemo(() => toConfirmIn(Object.values(rooms)), [rooms])
}

function toConfirmIn(rooms: readonly RoomSummary[]): ToConfirm {
  const waiting = rooms.filter((room) => (room.toConfirm ?? 0) > 0 && !room.archived && room.role !== undefined)
  const [reminded = null] = waiting
    .filter((room) => room.remindedAt !== undefined)
    .sort((a, b) => (b.remindedAt ?? '').localeCompare(a.remindedAt ?? ''))
  return { count: waiting.reduce((sum, room) => sum + (room.toConfirm ?? 0), 0), reminded }
}
