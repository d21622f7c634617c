import { leastHeight } from '#app/_components/files/frame.ts'
import type { Row } from './rows.ts'

/** Guessed height of a row, in px, until it is drawn. */
export function estimate(row: Row | undefined): number {
  if (!row || row.kind === 'start') return 120
  const body = row.kind === 'message' ? row.message.body : row.entry.body
  const lines = Math.min(24, Math.ceil(body.length / 76) + body.split('\n', 24).length - 1)
  const extra =
    row.kind === 'message'
      ? (row.message.reactions.length > 0 ? 32 : 0) +
        (row.message.thread ? 28 : 0) +
        (row.unread ? 28 : 0) +
        leastHeight(row.message.attachments) +
        (row.message.confirm ? 54 : 0)
      : 0
  return Math.max(1, lines) * 22 + (row.head ? 34 : 4) + (row.day ? 44 : 0) + extra
}

/** The rows in sight and the one that has the focus, which must not vanish when it scrolls away. */
export function withFocused(indexes: number[], focused: number): number[] {
  if (focused < 0 || indexes.length === 0 || indexes.includes(focused)) return indexes
  return focused < (indexes[0] ?? 0) ? [focused, ...indexes] : [...indexes, focused]
}
