'use client'

import { useEffect, useState } from 'react'
import { Refusal } from '#protocol/errors.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { useChat, useChatState, useRoom } from './chat.tsx'

export type OpenedRoom = { room: RoomSummary } | { room: null; missing: boolean; error: unknown }

/** Holds a room and its timeline open while the component is there; one that is not joined is asked for. */
export function useOpenRoom(roomId: string): OpenedRoom {
  const chat = useChat()
  const room = useRoom(roomId)
  const live = useChatState((state) => state.connection.status === 'live')
  const [error, setError] = useState<unknown>(null)
  const known = room !== undefined

  useEffect(() => chat.open(roomId), [chat, roomId])
  useEffect(() => {
    if (known || !live) return
    let dropped = false
    setError(null)
    chat.getRoom(roomId).catch((cause: unknown) => !dropped && setError(cause))
    return () => {
      dropped = true
    }
  }, [chat, roomId, known, live])

  if (room) return { room }
  return { room: null, missing: error instanceof Refusal && error.code === 'not_found', error }
}
