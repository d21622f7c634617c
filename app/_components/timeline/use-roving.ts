'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useState } from 'react'
import { flushSync } from 'react-dom'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { isText } from '#app/_shortcuts/use-shortcuts.ts'
import type { Row } from './rows.ts'

/** One row at a time can be reached by Tab; arrows walk from row to row, Esc and typing go back to the composer. */
export function useRoving(
  rows: readonly Row[],
  virtualizer: Virtualizer<HTMLElement, HTMLDivElement>,
  scroller: RefObject<HTMLElement | null>,
  focusedIndex: RefObject<number>,
) {
  const view = useRoomView()
  const [chosen, setChosen] = useState<string | null>(null)
  const known = chosen !== null && rows.some((row) => row.key === chosen)
  const key = known ? chosen : (rows.at(-1)?.key ?? null)

  const onFocus = useCallback(
    (event: FocusEvent) => {
      const index = Number((event.target as Element).closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN)
      const row = rows[index]
      if (!row) return
      focusedIndex.current = index
      setChosen(row.key)
    },
    [rows, focusedIndex],
  )

  function move(to: number) {
    const row = rows[to]
    if (!row || row.kind === 'start') return
    focusedIndex.current = to
    flushSync(() => setChosen(row.key))
    virtualizer.scrollToIndex(to, { align: 'auto' })
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"] article`)?.focus({ preventScroll: true }),
    )
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.defaultPrevented || isText(event.target as Element)) return
    const at = rows.findIndex((row) => row.key === key)
    const onRow = (event.target as Element).matches('article') || event.target === scroller.current
    if (onRow && !event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      const start = event.target === scroller.current ? at : at + (event.key === 'ArrowUp' ? -1 : 1)
      if (start >= rows.length) view.focusComposer()
      else move(start)
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      view.focusComposer()
    }
  }

  return { key, onFocus, onKeyDown }
}
