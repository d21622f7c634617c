import { isInFence, newLineInFence } from './fences.ts'
import { type Marked, toggleMark } from './format.ts'
import { link } from './links.ts'
import { continueLine, indentItems, toggleLines } from './lists.ts'

type Pressed = { key: string; code: string; shiftKey: boolean; altKey: boolean; ctrlKey: boolean; metaKey: boolean }
type Where = { text: string; start: number; end: number }

const marks: Record<string, string> = { b: '**', i: '_', e: '`' }

/** What a key changes in the text: marks, lists, quotes, links and lines of code. Null when it means nothing here. */
export function editByKey(pressed: Pressed, { text, start, end }: Where, enterSends: boolean): Marked | null {
  const mod = pressed.metaKey || pressed.ctrlKey
  const key = pressed.key.toLowerCase()
  if (pressed.altKey) return mod && pressed.code === 'KeyK' ? link(text, start, end) : null
  if (pressed.key === 'Tab' && !mod) return indentItems(text, start, end, pressed.shiftKey ? -1 : 1)
  if (pressed.key === 'Enter' && !mod && start === end) {
    if (isInFence(text, start)) return pressed.shiftKey ? null : newLineInFence(text, start)
    return pressed.shiftKey || !enterSends ? continueLine(text, start) : null
  }
  if (!mod) return null
  if (!pressed.shiftKey) {
    const mark = marks[key]
    return mark === undefined ? null : toggleMark(text, start, end, mark)
  }
  if (key === 'x') return toggleMark(text, start, end, '~~')
  if (pressed.code === 'Period') return toggleLines(text, start, end, 'quote')
  if (pressed.code === 'Digit8') return toggleLines(text, start, end, 'bullet')
  if (pressed.code === 'Digit7') return toggleLines(text, start, end, 'number')
  return null
}
