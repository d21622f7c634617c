'use client'

import { useEffect, useState } from 'react'
import type { User } from '#protocol/models.ts'
import { useChat } from './chat.tsx'

const PAUSE_MS = 160

export type Search<Found> = { found: readonly Found[]; searching: boolean; error: unknown }

/** People found for what is being typed: asked after a short pause, and only the latest answer counts. */
export function useSearchPeople(query: string, on = true): Search<User> {
  const chat = useChat()
  const [state, setState] = useState<Search<User>>({ found: [], searching: on, error: null })

  useEffect(() => {
    if (!on) return
    let dropped = false
    setState((former) => ({ ...former, searching: true }))
    const timer = setTimeout(async () => {
      try {
        const found = await chat.searchUsers(query.trim())
        if (!dropped) setState({ found, searching: false, error: null })
      } catch (error) {
        if (!dropped) setState({ found: [], searching: false, error })
      }
    }, PAUSE_MS)
    return () => {
      dropped = true
      clearTimeout(timer)
    }
  }, [chat, query, on])

  return state
}
