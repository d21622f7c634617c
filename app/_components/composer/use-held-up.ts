'use client'

import { useChatState } from '#app/_hooks/chat.tsx'
import { useNow } from '#app/_hooks/now.ts'
import { say } from '#app/_words/say.ts'
import { waitInWords } from '#app/_words/wait.ts'

/** What waits in this room because it was written too fast, and when it goes out by itself; null when nothing does. */
export function useHeldUp(roomId: string): string | null {
  const first = useChatState((state) => state.outbox[roomId]?.find((entry) => entry.state === 'queued'))
  const waiting = useChatState((state) => state.outbox[roomId]?.filter((entry) => entry.state !== 'failed').length ?? 0)
  const code = first?.error?.code
  const retryAt = code === 'rate_limited' || code === 'slow_mode' ? first?.error?.retryAt : undefined
  const now = useNow(250, retryAt !== undefined)
  if (retryAt === undefined || retryAt <= now) return null
  const why = code === 'slow_mode' ? say.composer.slowMode : say.composer.thatWasFast
  const wait = waitInWords(retryAt - now)
  return waiting > 1 ? say.composer.heldUpMore(why, waiting, wait) : say.composer.heldUp(why, wait)
}
