'use client'

import { useCallback, useEffect, useState } from 'react'
import { useChatState } from '#app/_hooks/chat.tsx'
import type { Message } from '#protocol/models.ts'

type Page = { messages: readonly Message[]; next?: string | undefined }
export type Pages = { messages: readonly Message[] | null; error: unknown; more: (() => void) | null }

/** Pages of messages, read anew when `version` changes and after an outage. What is told of a message meanwhile is in it. */
export function usePages(load: (cursor?: string) => Promise<Page>, version: unknown): Pages {
  const live = useChatState((state) => state.connection.status === 'live')
  const glimpses = useChatState((state) => state.glimpses)
  const [messages, setMessages] = useState<readonly Message[] | null>(null)
  const [next, setNext] = useState<string | undefined>()
  const [error, setError] = useState<unknown>(null)

  const read = useCallback(
    async (cursor?: string) => {
      try {
        const page = await load(cursor)
        const fresh = new Set(page.messages.map((message) => message.id))
        setMessages((before) => [
          ...(cursor === undefined ? [] : (before ?? []).filter((message) => !fresh.has(message.id))),
          ...page.messages,
        ])
        setNext(page.next)
        setError(null)
      } catch (cause) {
        setError(cause)
      }
    },
    [load],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: something came or went
  useEffect(() => {
    if (live) void read()
  }, [read, live, version])

  return {
    messages: messages?.map((message) => glimpses[message.id] ?? message) ?? null,
    error,
    more: next === undefined ? null : () => void read(next),
  }
}
