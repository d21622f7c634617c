'use client'

import { useEffect, useId } from 'react'
import type { PresenceStatus } from '#protocol/models.ts'
import { useChat, useChatState } from './chat.tsx'

/** Follows who of these people is here, while the component is. */
export function useWatchPresence(name: string, userIds: readonly string[]) {
  const chat = useChat()
  const id = useId()
  const joined = userIds.join(' ')
  useEffect(() => {
    const key = `${name}${id}`
    chat.watchPresence(key, joined === '' ? [] : joined.split(' '))
    return () => chat.watchPresence(key, [])
  }, [chat, name, id, joined])
}

export const usePresence = (userId: string | undefined): PresenceStatus =>
  useChatState((state) => (userId === undefined ? 'offline' : (state.presence[userId]?.status ?? 'offline')))
