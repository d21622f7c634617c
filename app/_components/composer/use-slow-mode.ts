'use client'

import { useEffect, useState } from 'react'
import { mayGovern } from '#app/_components/room/room-view.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useNow } from '#app/_hooks/now.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { say } from '#app/_words/say.ts'
import { waitInWords } from '#app/_words/wait.ts'
import type { RoomSummary } from '#protocol/models.ts'

/**
 * The pace of a room in words: how long one still waits, else how it is; null where it has none for this person. One's own
 * messages in a thread are counted apart from the room's (`law`), whose pace it is.
 */
export function useSlowMode(room: RoomSummary, law: RoomSummary): string | null {
  const viewer = useViewer()
  const slowMs = mayGovern(law) ? 0 : law.slowModeSeconds * 1000
  const last = useChatState((state) =>
    slowMs === 0
      ? undefined
      : state.timelines[room.id]?.messages.findLast((one) => one.authorId === viewer.id && one.kind === undefined)?.createdAt,
  )
  const [until, setUntil] = useState(0)
  useEffect(() => {
    // The clocks need not agree: from when it is seen here, one waits no longer than the pace.
    setUntil(last === undefined ? 0 : Math.min(Date.parse(last), Date.now()) + slowMs)
  }, [last, slowMs])
  const now = useNow(250, slowMs > 0 && until > Date.now())
  if (slowMs === 0) return null
  if (until > now) return say.composer.slowModeYouCanWrite(waitInWords(until - now))
  return say.composer.slowModeOneMessageEvery(waitInWords(slowMs))
}
