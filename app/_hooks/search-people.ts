'use client'

import { useEffect, useState } from 'react'
import type { User } from '#protocol/models.ts'
import { useChat } from './chat.tsx'

const PAUSE_MS = 160

/** While `searching`, what is `found` is of what was typed before. */
export type Search<Found> = { found: readonly Found[]; searching: boolean; error: unknown }

/** People found for what is being typed: asked after a short pause, and only the latest answer counts. */
export function useSearchPeople(query: string, on = true): Search<User> {
  const chat = useChat()
  const [answer, setAnswer] = useState<{ of: string | null; found: readonly User[]; error: unknown }>({
    ...{ of: null, found: [], error: null },
  })

  useEffect(() => {
    if (!on) return
    let dropped = false
    const timer = setTimeout(async () => {
      try {
        const found = await chat.searchUsers(query.trim())
        if (!dropped) setAnswer({ of: query, found, error: null })
      } catch (error) {
        if (!dropped) setAnswer({ of: query, found: [], error })
      }
    }, PAUSE_MS)
    return () => {
      dropped = true
      clearTimeout(timer)
    }
  }, [chat, query, on])

  return { found: answer.found, error: answer.error, searching: on && answer.of !== query }
}
