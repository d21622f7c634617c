'use client'

import { useCallback, useEffect, useState } from 'react'
import type { Found, FoundIn } from '#protocol/found.ts'
import { useChat, useChatState } from './chat.tsx'

const PAUSE_MS = 220

type FoundMessages = {
  query: string
  hits: readonly Found[]
  rooms: ReadonlyMap<string, FoundIn>
  next?: string | undefined
}

/** The last answer, so that whoever comes back to it from a room finds it as it was. */
let latest: FoundMessages | null = null

export type MessageSearch = {
  /** Of `query`, or of what was typed before while the answer is on its way; null before the first. */
  found: FoundMessages | null
  searching: boolean
  error: unknown
  more: () => Promise<void>
  again: () => void
}

/** Messages for what is being typed: asked after a short pause while connected, and only the latest answer counts. */
export function useSearchMessages(query: string, limit?: number): MessageSearch {
  const chat = useChat()
  const live = useChatState((state) => state.connection.status === 'live')
  const [found, setFound] = useState<FoundMessages | null>(() => (latest?.query === query && limit === undefined ? latest : null))
  const [searching, setSearching] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)

  const keep = useCallback(
    (next: FoundMessages | null) => {
      if (limit === undefined) latest = next
      setFound(next)
    },
    [limit],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: `found` is what this effect makes
  useEffect(() => {
    setError(null)
    if (query === '') {
      setSearching(false)
      return keep(null)
    }
    if (!live) return
    const isHeld = found?.query === query
    let dropped = false
    setSearching(!isHeld)
    const timer = setTimeout(
      async () => {
        if (isHeld && tries === 0) return
        try {
          const page = await chat.searchMessages(query, limit === undefined ? {} : { limit })
          if (!dropped)
            keep({ query, hits: page.hits, rooms: new Map(page.rooms.map((room) => [room.id, room])), next: page.next })
        } catch (cause) {
          if (!dropped) setError(cause)
        }
        if (!dropped) setSearching(false)
      },
      isHeld ? 0 : PAUSE_MS,
    )
    return () => {
      dropped = true
      clearTimeout(timer)
    }
  }, [chat, query, live, tries, limit, keep])

  const more = useCallback(async () => {
    if (!found?.next) return
    setSearching(true)
    setError(null)
    try {
      const page = await chat.searchMessages(found.query, { cursor: found.next })
      const rooms = new Map([...found.rooms, ...page.rooms.map((room) => [room.id, room] as const)])
      if (found.query === query) keep({ ...found, hits: [...found.hits, ...page.hits], rooms, next: page.next })
    } catch (cause) {
      setError(cause)
    }
    setSearching(false)
  }, [chat, found, query, keep])

  return { found, searching, error, more, again: () => setTries((n) => n + 1) }
}
