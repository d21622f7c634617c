'use client'

import { useCallback, useEffect, useState } from 'react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'

type Page<Item> = { items: readonly Item[]; next?: string | undefined }
export type Pages<Item> = {
  /** Null: nothing came yet. */
  items: readonly Item[] | null
  error: unknown
  /** Loads the next page; null at the end. */
  more: (() => void) | null
}

/** As many pages as were looked at are loaded again when something changes, up to this many. */
const PAGES_MAX = 6
/** What was shown last stays for the next visit, also without a connection. */
const kept = new Map<string, Page<unknown>>()

/** A list in pages: loaded when it is first drawn, when `key` changes, and when the connection is back. */
export function usePages<Item>(name: string, load: (cursor?: string) => Promise<Page<Item>>, key: string | number): Pages<Item> {
  const viewer = useViewer()
  const slot = `${viewer.id} ${name}`
  const live = useChatState((state) => state.connection.status === 'live')
  const [page, setPage] = useState<Page<Item> | null>(() => (kept.get(slot) as Page<Item> | undefined) ?? null)
  const [error, setError] = useState<unknown>(null)

  const show = useCallback(
    (shown: Page<Item>) => {
      kept.set(slot, shown)
      setPage(shown)
      setError(null)
    },
    [slot],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: something changed
  useEffect(() => {
    if (!live) return
    let dropped = false
    const wanted = (kept.get(slot)?.items.length ?? 0) as number
    void (async () => {
      try {
        let shown = await load()
        for (let pages = 1; shown.next !== undefined && shown.items.length < wanted && pages < PAGES_MAX; pages++) {
          const further = await load(shown.next)
          shown = { items: [...shown.items, ...further.items], next: further.next }
        }
        if (!dropped) show(shown)
      } catch (cause) {
        if (!dropped) setError(cause)
      }
    })()
    return () => {
      dropped = true
    }
  }, [live, load, key, slot, show])

  const next = page?.next
  return {
    items: page?.items ?? null,
    error,
    more:
      next === undefined
        ? null
        : () =>
            void load(next).then(
              (further) => show({ items: [...(page?.items ?? []), ...further.items], next: further.next }),
              (cause: unknown) => setError(cause),
            ),
  }
}
