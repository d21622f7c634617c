'use client'

import { useChatState } from '#app/_hooks/chat.tsx'
import { recentEmoji } from './recent.ts'

/** What was used last, without the installation's own emoji that are gone. */
export function useRecentEmoji(count: number): string[] {
  const own = useChatState((state) => state.emoji)
  return recentEmoji(count * 2)
    .filter((emoji) => !emoji.startsWith(':') || own.some(({ name }) => emoji === `:${name}:`))
    .slice(0, count)
}
