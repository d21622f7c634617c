'use client'

import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { Chat, ChatState } from '#client/index.ts'
import type { User } from '#protocol/models.ts'

export const ChatContext = createContext<Chat | null>(null)

/** The one engine of this page. */
export function useChat(): Chat {
  const chat = useContext(ChatContext)
  if (chat === null) throw new Error('useChat is used outside of ChatRoot')
  return chat
}

/**
 * A part of what the engine holds; redraws when it changes. `select` must give a part as it is, or a primitive:
 * something made anew on each call would redraw for ever.
 */
export function useChatState<Part>(select: (state: ChatState) => Part): Part {
  const chat = useChat()
  const read = () => select(chat.getState())
  return useSyncExternalStore(
    useCallback((listener: () => void) => chat.subscribe(listener), [chat]),
    read,
    read,
  )
}

export const useRoom = (roomId: string) => useChatState((state) => state.rooms[roomId])
export const useUser = (userId: string | undefined): User | undefined =>
  useChatState((state) => (userId === undefined ? undefined : state.users[userId]))

/** Oneself. */
export const useMe = () => useChatState((state) => state.me)
