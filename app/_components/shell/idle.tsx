'use client'

import { useEffect } from 'react'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { watchIdle } from '#app/_hooks/idle.ts'

/** Tells the server when nobody does anything here any more, and when somebody does again. Draws nothing. */
export function Idle() {
  const chat = useChat()
  const live = useChatState((state) => state.connection.status === 'live')
  useEffect(() => {
    if (!live) return
    return watchIdle(window, (idle) => void chat.ask('presence:idle', { idle }).catch(() => undefined))
  }, [chat, live])
  return null
}
