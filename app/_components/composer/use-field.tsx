'use client'

import { type ChangeEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import { emojiNamed } from '#app/_components/emoji/data.ts'
import { savedTone, withTone } from '#app/_components/emoji/tones.ts'
import { fetched } from '#app/_components/ui/fetched.tsx'
import type { RoomSummary } from '#protocol/models.ts'
import { isInFence } from './fences.ts'
import { findTrigger, type Marked, type Trigger, typedEmoji } from './format.ts'
import { editByKey } from './keys.ts'
import type { Suggestion } from './use-completion.tsx'
import { useEdit } from './use-edit.ts'

const Completion = fetched(() => import('./completion.tsx').then((module) => module.Completion), 'composing')

type Input = {
  box: RefObject<HTMLTextAreaElement | null>
  room: RoomSummary
  text: string
  onText: (text: string) => void
  onSend: () => void
  onEditLast: (() => void) | null
  onEscape: (() => void) | null
  onScroll: ((pages: number) => void) | null
  /** Somebody was chosen who is not in the room. */
  onOutsider?: (suggestion: Suggestion) => void
  /** On touch keyboards Enter makes a new line. */
  enterSends: boolean
  /** Whether a slash begins a command here. */
  commands: boolean
}

/** The behaviour of a field in which messages are written: keys, marks and completion. */
export function useField(input: Input) {
  const { box, room, text, onText, onSend, onEditLast, onEscape, onScroll, onOutsider, enterSends } = input
  const [trigger, setTrigger] = useState<Trigger | null>(null)
  const [active, setActive] = useState(0)
  const [found, setFound] = useState<readonly Suggestion[]>([])
  const suggestions = trigger === null ? [] : found
  const at = Math.min(active, Math.max(0, suggestions.length - 1))
  const apply = useEdit(box, onText)

  function look(value: string, caret: number) {
    const found = findTrigger(value, caret)
    const wanted = found && ((found.sign === '/' && !input.commands) || isInFence(value, caret)) ? null : found
    if (wanted?.from !== trigger?.from || wanted?.query !== trigger?.query) setActive(0)
    setTrigger(wanted)
  }

  function change(next: Marked) {
    apply(next)
    setTrigger(null)
  }

  /** Where the selection is, or the end while the field was never used. */
  function place() {
    const { selectionStart: start = text.length, selectionEnd: end = text.length } = box.current ?? {}
    return { text, start, end }
  }

  function complete(suggestion: Suggestion) {
    if (!trigger) return
    const end = trigger.from + 1 + trigger.query.length
    const caret = trigger.from + suggestion.insert.length
    suggestion.onChosen?.()
    if (suggestion.outsider) onOutsider?.(suggestion)
    change({ text: text.slice(0, trigger.from) + suggestion.insert + text.slice(end), start: caret, end: caret })
  }

  function insert(words: string) {
    const { start, end } = place()
    const caret = start + words.length
    change({ text: text.slice(0, start) + words + text.slice(end), start: caret, end: caret })
  }

  function onSuggestionKey(event: KeyboardEvent): boolean {
    const chosen = suggestions[at]
    if (!chosen || !trigger) return false
    const typed = trigger.sign + trigger.query.toLowerCase()
    if (event.key === 'ArrowDown') setActive((at + 1) % suggestions.length)
    else if (event.key === 'ArrowUp') setActive((at - 1 + suggestions.length) % suggestions.length)
    // A name that stands there in full needs no completing: Enter sends.
    else if (event.key === 'Enter' && (event.shiftKey || chosen.insert.trim().toLowerCase() === typed)) return false
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey) complete(chosen)
    else if (event.key === 'Escape') setTrigger(null)
    else return false
    return true
  }

  function act(event: KeyboardEvent): boolean {
    if (onSuggestionKey(event)) return true
    const mod = event.metaKey || event.ctrlKey
    const edited = editByKey(event, place(), enterSends)
    if (edited) change(edited)
    else if (event.key === 'Enter' && !event.shiftKey && (enterSends || mod)) onSend()
    else if (event.key === 'ArrowUp' && text === '' && !event.altKey && !mod && !event.shiftKey && onEditLast) onEditLast()
    else if (event.key === 'PageUp' && !event.shiftKey && onScroll) onScroll(-1)
    else if (event.key === 'PageDown' && !event.shiftKey && onScroll) onScroll(1)
    else if (event.key === 'Escape' && onEscape) onEscape()
    else return false
    return true
  }

  return {
    /** To be drawn beside the field: it finds the suggestions. */
    completion: trigger && <Completion trigger={trigger} room={room} onFound={setFound} />,
    suggestions,
    active: at,
    setActive,
    complete,
    insert,
    change,
    place,
    close: () => setTrigger(null),
    onChange: (event: ChangeEvent<HTMLTextAreaElement>) => {
      const { value, selectionStart } = event.target
      onText(value)
      const typed = value.length === text.length + 1 ? typedEmoji(value, selectionStart) : null
      const sign = typed && !isInFence(value, selectionStart) ? emojiNamed(typed.name) : null
      if (typed === null || sign === null) return look(value, selectionStart)
      const words = withTone(sign, savedTone())
      const caret = typed.from + words.length
      change({ text: value.slice(0, typed.from) + words + value.slice(selectionStart), start: caret, end: caret })
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
