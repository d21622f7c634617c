import type { Marked } from './format.ts'

const ITEM = /^([ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?/
const QUOTE = /^(?:[ \t]*>[ \t]?)+/
const STEP = '  '

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/**
 * A new line at the caret that goes on with the list or quote it stands in: the next number, an empty box for a task. In an item
 * without words the mark goes instead, which ends the list. Null where there is nothing to go on with.
 */
export function continueLine(text: string, caret: number): Marked | null {
  const from = lineStart(text, caret)
  const line = text.slice(from, lineEnd(text, caret))
  const item = ITEM.exec(line)
  const mark = item?.[0] ?? QUOTE.exec(line)?.[0]
  if (mark === undefined || caret - from < mark.length) return null
  if (line.slice(mark.length).trim() === '') {
    const next = text.slice(0, from) + text.slice(from + line.length)
    return { text: next, start: from, end: from }
  }
  const following = item
    ? `${item[1]}${item[2] ?? `${Number(item[3]) + 1}${item[4]}`}${item[5]}${item[6] === undefined ? '' : '[ ] '}`
    : mark
  const inserted = `\n${following}`
  const at = caret + inserted.length
  return { text: text.slice(0, caret) + inserted + text.slice(caret), start: at, end: at }
}

/** Every line that the selection touches, changed; the selection holds them all afterwards, or stays at its words. */
function changeLines(text: string, start: number, end: number, change: (line: string, index: number) => string): Marked {
  const from = lineStart(text, start)
  const to = lineEnd(text, end > start && text[end - 1] === '\n' ? end - 1 : end)
  const before = text.slice(from, to).split('\n')
  const lines = before.map(change)
  const after = lines.join('\n')
  const moved = (lines[0]?.length ?? 0) - (before[0]?.length ?? 0)
  const next = text.slice(0, from) + after + text.slice(to)
  if (start === end) {
    const at = Math.max(from, start + moved)
    return { text: next, start: at, end: at }
  }
  return { text: next, start: from, end: from + after.length }
}

/** Items of a list one step to the right or to the left. Null when the caret stands in none: Tab then goes on. */
export function indentItems(text: string, start: number, end: number, way: 1 | -1): Marked | null {
  const line = text.slice(lineStart(text, start), lineEnd(text, start))
  if (!ITEM.test(line)) return null
  return changeLines(text, start, end, (one) => (way > 0 ? STEP + one : one.replace(/^(?: {1,2}|\t)/, '')))
}

const prefixes = { quote: () => '> ', bullet: () => '- ', number: (index: number) => `${index + 1}. ` }
const worn = { quote: /^> ?/, bullet: /^[-*+] /, number: /^\d+[.)] / }
export type LineMark = keyof typeof prefixes

/** Puts a mark before every line of the selection, or takes it off again where all lines have it. */
export function toggleLines(text: string, start: number, end: number, mark: LineMark): Marked {
  const lines = text.slice(lineStart(text, start), lineEnd(text, end)).split('\n')
  const isOn = lines.every((line) => worn[mark].test(line))
  return changeLines(text, start, end, (line, index) => (isOn ? line.replace(worn[mark], '') : prefixes[mark](index) + line))
}
