'use client'

import { useCallback } from 'react'
import { requestSignOut } from '#app/_components/auth/next-auth.ts'
import { dropSubscription } from '#app/_notify/push.ts'
import { forgetHere } from '#app/_offline/here.ts'
import { forgetShell } from '#app/_offline/worker.ts'
import { forgetLastRoom } from '#app/_preferences/save.ts'
import { forgetSearches } from '#app/_preferences/searches.ts'
import { useChat } from './chat.tsx'

/** Ends the session here: what this device kept goes first, so that nothing stays behind when the network is away. */
export function useSignOut(): () => Promise<void> {
  const chat = useChat()
  return useCallback(async () => {
    await chat.forget().catch(() => undefined)
    forgetLastRoom()
    forgetSearches()
    forgetHere()
    await dropSubscription()
    await forgetShell()
    await requestSignOut().catch(() => undefined)
    window.location.assign('/sign-in')
  }, [chat])
}
