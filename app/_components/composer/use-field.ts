'use client'

import { type ChangeEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { RoomSummary } from '#protocol/models.ts'
import { findTrigger, type Trigger, toggleMark } from './format.ts'
import { type Suggestion, useCompletion } from './use-completion.tsx'

type Input = {
  box: RefObject<HTMLTextAreaElement | null>
  room: RoomSummary
  text: string
  onText: (text: string) => void
  onSend: () => void
  onEditLast: () => void
  onEscape: (() => void) | null
  onScroll: (pages: number) => void
  /** On touch keyboards Enter makes a new line. */
  enterSends: boolean
}

const marks: Record<string, string> = { b: '**', i: '_', e: '`' }

/** The behaviour of the text field: keys, marks and completion. */
export function useField({ box, room, text, onText, onSend, onEditLast, onEscape, onScroll, enterSends }: Input) {
  const [trigger, setTrigger] = useState<Trigger | null>(null)
  const [active, setActive] = useState(0)
  const selection = useRef<{ start: number; end: number } | null>(null)
  const all = useCompletion(trigger, room)
  const suggestions = trigger === null ? [] : all
  const at = Math.min(active, Math.max(0, suggestions.length - 1))

  // A selection set together with a text holds only once the text is in the field.
  useLayoutEffect(() => {
    if (!selection.current) return
    box.current?.setSelectionRange(selection.current.start, selection.current.end)
    selection.current = null
  })

  function look(value: string, caret: number) {
    const found = findTrigger(value, caret)
    if (found?.from !== trigger?.from || found?.query !== trigger?.query) setActive(0)
    setTrigger(found)
  }

  function replace(next: string, start: number, end = start) {
    selection.current = { start, end }
    onText(next)
    setTrigger(null)
    box.current?.focus()
  }

  function complete(suggestion: Suggestion) {
    if (!trigger) return
    const caret = trigger.from + 1 + trigger.query.length
    replace(text.slice(0, trigger.from) + suggestion.insert + text.slice(caret), trigger.from + suggestion.insert.length)
  }

  function insert(words: string) {
    const { selectionStart: start = text.length, selectionEnd: end = text.length } = box.current ?? {}
    replace(text.slice(0, start) + words + text.slice(end), start + words.length)
  }

  function mark(sign: string) {
    const { selectionStart: start = text.length, selectionEnd: end = text.length } = box.current ?? {}
    const marked = toggleMark(text, start, end, sign)
    replace(marked.text, marked.start, marked.end)
  }

  function onSuggestionKey(event: KeyboardEvent): boolean {
    const chosen = suggestions[at]
    if (!chosen || !trigger) return false
    const typed = trigger.sign + trigger.query.toLowerCase()
    if (event.key === 'ArrowDown') setActive((at + 1) % suggestions.length)
    else if (event.key === 'ArrowUp') setActive((at - 1 + suggestions.length) % suggestions.length)
    // A name that stands there in full needs no completing: Enter sends.
    else if (event.key === 'Enter' && (event.shiftKey || chosen.insert.trim().toLowerCase() === typed)) return false
    else if (event.key === 'Enter' || event.key === 'Tab') complete(chosen)
    else if (event.key === 'Escape') setTrigger(null)
    else return false
    return true
  }

  function act(event: KeyboardEvent): boolean {
    if (onSuggestionKey(event)) return true
    const mod = event.metaKey || event.ctrlKey
    const sign = marks[event.key.toLowerCase()]
    if (mod && !event.shiftKey && !event.altKey && sign) mark(sign)
    else if (event.key === 'Enter' && !event.shiftKey && (enterSends || mod)) onSend()
    else if (event.key === 'ArrowUp' && text === '' && !event.altKey && !mod && !event.shiftKey) onEditLast()
    else if (event.key === 'PageUp' && !event.shiftKey) onScroll(-1)
    else if (event.key === 'PageDown' && !event.shiftKey) onScroll(1)
    else if (event.key === 'Escape' && onEscape) onEscape()
    else return false
    return true
  }

  return {
    suggestions,
    active: at,
    setActive,
    complete,
    insert,
    mark,
    close: () => setTrigger(null),
    onChange: (event: ChangeEvent<HTMLTextAreaElement>) => {
      onText(event.target.value)
      look(event.target.value, event.target.selectionStart)
    },
    onSelect: () => {
      const element = box.current
      if (element && trigger) look(element.value, element.selectionStart)
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (!event.nativeEvent.isComposing && act(event)) event.preventDefault()
    },
  }
}
