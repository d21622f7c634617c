'use client'

import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react'
import type { Marked } from './format.ts'

/**
 * Changes the text of a field as if it were typed, so that undo knows it, and sets the selection. `onText` is told through the
 * field's own change event, or directly where a browser can't type.
 */
export function useEdit(box: RefObject<HTMLTextAreaElement | null>, onText: (text: string) => void) {
  const selection = useRef<{ start: number; end: number } | null>(null)
  const latest = useRef(onText)
  latest.current = onText

  // A selection set together with a text holds only once the text is in the field.
  useLayoutEffect(() => {
    if (!selection.current) return
    box.current?.setSelectionRange(selection.current.start, selection.current.end)
    selection.current = null
  })

  return useCallback(
    ({ text, start, end }: Marked) => {
      const field = box.current
      if (field === null || !typeInto(field, text)) latest.current(text)
      selection.current = { start, end }
      field?.focus()
      field?.setSelectionRange(start, end)
    },
    [box],
  )
}

const HIGH = /[\uD800-\uDBFF]$/
const LOW = /^[\uDC00-\uDFFF]/

/** Types what differs between the field's text and another one. False where nothing could be typed. */
function typeInto(field: HTMLTextAreaElement, next: string): boolean {
  const { value } = field
  if (value === next) return true
  const least = Math.min(value.length, next.length)
  let from = 0
  while (from < least && value[from] === next[from]) from += 1
  if (HIGH.test(next.slice(0, from))) from -= 1
  let same = 0
  while (same < least - from && value[value.length - 1 - same] === next[next.length - 1 - same]) same += 1
  if (LOW.test(next.slice(next.length - same))) same -= 1
  const words = next.slice(from, next.length - same)
  field.focus()
  field.setSelectionRange(from, value.length - same)
  // Deprecated, and still the only way that keeps undo; every browser has it.
  return typeof document.execCommand === 'function' && document.execCommand(words === '' ? 'delete' : 'insertText', false, words)
}
