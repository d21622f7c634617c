'use client'

import { useEffect, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { type Health, healthOf } from '#app/_words/health.ts'
import { say } from '#app/_words/say.ts'

/** What passes within this time (ms) is no news: frames overtake each other all the time. */
const CALM_MS = 700

const dots = { live: 'bg-success', 'catching-up': 'bg-warning', offline: 'bg-danger' }

/** A small sign of how the room stands against the server; it opens the particulars. */
export function HealthSign({ roomId }: { roomId: string }) {
  const dialogs = useDialogs()
  const connection = useChatState((state) => state.connection)
  const behind = useChatState((state) => state.behind[roomId] ?? 0)
  const wasLive = useChatState((state) => state.host !== null)
  const now = healthOf(connection, behind, new Date(), wasLive)
  const [shown, setShown] = useState<Health | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: its words say all of it
  useEffect(() => {
    const timer = setTimeout(() => setShown(now), now.sign === 'live' ? 0 : CALM_MS)
    return () => clearTimeout(timer)
  }, [now.sign, now.words])

  return (
    <button
      type="button"
      onClick={() => dialogs.open({ name: 'health', roomId })}
      aria-label={shown ? say.room.sync(shown.words) : say.room.sync2}
      data-tip={shown?.words ?? say.room.sync2}
      className="flex h-8 items-center gap-1.5 rounded-md px-2 text-meta text-soft hover:bg-hover hover:text-ink narrow:h-11 narrow:min-w-11 narrow:justify-center"
    >
      <span className={`size-2 rounded-full ${shown ? dots[shown.sign] : ''}`} aria-hidden="true" />
      {shown && shown.sign !== 'live' && <span className="tabular max-w-44 truncate narrow:hidden">{shown.words}</span>}
    </button>
  )
}
