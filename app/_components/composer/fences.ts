import type { Marked } from './format.ts'

const FENCE = /^[ \t]*(```|~~~)/

/** The fence that is open before a place in the text, or null outside of code. */
function openFence(text: string, caret: number): string | null {
  let open: string | null = null
  for (const line of text.slice(0, caret).split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    if (mark === undefined) continue
    if (open === null) open = mark
    else if (open === mark && line.trim() === mark) open = null
  }
  return open
}

/** Whether a place in the text lies in a block of code: there Enter makes a new line. */
export const isInFence = (text: string, caret: number): boolean => openFence(text, caret) !== null

/** A new line within a block of code, indented like the one before; the line that opens a block gets its end as well. */
export function newLineInFence(text: string, caret: number): Marked {
  const from = text.lastIndexOf('\n', caret - 1) + 1
  const line = text.slice(from, caret)
  const isOpening = FENCE.test(line)
  const inserted = `\n${isOpening ? '' : (/^[ \t]*/.exec(line)?.[0] ?? '')}`
  const mark = openFence(text, caret) ?? '```'
  const closes = isOpening && openFence(text, text.length) !== null ? `\n${mark}` : ''
  const at = caret + inserted.length
  return { text: text.slice(0, caret) + inserted + closes + text.slice(caret), start: at, end: at }
}

/** A block of code around the selection, on lines of its own. */
export function fence(text: string, start: number, end: number): Marked {
  const before = start > 0 && text[start - 1] !== '\n' ? '\n' : ''
  const after = end < text.length && text[end] !== '\n' ? '\n' : ''
  const words = text.slice(start, end)
  const at = start + before.length + 4
  return {
    text: `${text.slice(0, start)}${before}\`\`\`\n${words}\n\`\`\`${after}${text.slice(end)}`,
    start: at,
    end: at + words.length,
  }
}
