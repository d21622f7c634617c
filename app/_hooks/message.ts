'use client'

import { useEffect } from 'react'
import type { Message } from '#protocol/models.ts'
import { useChat, useChatState } from './chat.tsx'

/** A message of a room, held or fetched alone. Undefined until it is known, null where there is none. */
export function useMessage(roomId: string, id: string): Message | null | undefined {
  const chat = useChat()
  const held = useChatState((state) => state.timelines[roomId]?.messages.find((one) => one.id === id))
  const glimpse = useChatState((state) => state.glimpses[id])
  const live = useChatState((state) => state.connection.status === 'live')
  const missing = held === undefined && glimpse === undefined
  useEffect(() => {
    if (missing && live) chat.glimpse(roomId, id)
  }, [chat, roomId, id, missing, live])
  return held ?? glimpse
}
