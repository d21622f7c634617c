'use client'

import { useEffect } from 'react'
import { fetchedOnce, fetchParts } from '#app/_components/ui/fetched.tsx'
import { useChatState, useMe } from '#app/_hooks/chat.tsx'
import '#app/_offline/install.ts'
import { forgetHere, saveHere } from '#app/_offline/here.ts'
import { mayWork, startWorker, tellWorker, usedParts } from '#app/_offline/worker.ts'
import { say } from '#app/_words/say.ts'

// What is changed without a network is queued by it: it must be there before that.
fetchedOnce(() => import('#client/changes/queue.ts'))

/** The page comes first. */
const AFTER_MS = 3_000

/** Keeps in this browser what it takes to open Parley without a network, once the page is live and has all its parts. */
export function KeepShell({ community }: { community: string }) {
  const me = useMe()
  const live = useChatState((state) => state.connection.status === 'live')

  useEffect(() => {
    if (me) saveHere({ user: me, community })
  }, [me, community])

  const over = useChatState(({ connection }) => connection.status === 'ended' && OVER.includes(connection.reason))
  useEffect(() => {
    if (over) forgetHere()
  }, [over])

  useEffect(() => {
    if (!live || !mayWork()) return
    const timer = setTimeout(() => void keep().catch(() => undefined), AFTER_MS)
    return () => clearTimeout(timer)
  }, [live])

  return null
}

/** Who is not signed in any more sees nothing without a network either. */
const OVER = ['signed_out', 'expired', 'revoked', 'banned']

async function keep() {
  await fetchParts()
  const registration = await startWorker()
  await tellWorker(registration, {
    keep: usedParts(),
    words: { newMessage: say.device.newMessage, testArrived: say.device.testArrived },
  })
}
