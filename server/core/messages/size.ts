import { FRAME_MAX_BYTES } from '#protocol/limits.ts'
import type { MessagePatch } from '#protocol/models.ts'

/** What a row takes as JSON at most, without writing it. UTF-16 length times three bounds UTF-8 and what JSON escapes. */
const boundOf = ({ body = '', reactions = [], mentions, preview, attachments = [] }: MessagePatch): number =>
  900 +
  (preview ? JSON.stringify(preview).length * 3 : 0) +
  (attachments.length > 0 ? JSON.stringify(attachments).length * 3 : 0) +
  body.length * 3 +
  reactions.length * 1_100 +
  (mentions?.userIds.length ?? 0) * 40

const bytesOf = (row: MessagePatch): number => Buffer.byteLength(JSON.stringify(row)) + 1

/** How many rows, from the first on, fit in `budget` bytes of JSON, the first `least` at any rate; and the bytes those take at most. */
export function countFitting(
  rows: readonly MessagePatch[],
  budget = FRAME_MAX_BYTES,
  least = 0,
): { count: number; bytes: number } {
  const bound = rows.reduce((sum, row) => sum + boundOf(row), 0)
  if (bound <= budget) return { count: rows.length, bytes: bound }
  let bytes = 0
  for (const [count, row] of rows.entries()) {
    const more = bytesOf(row)
    if (count >= least && bytes + more > budget) return { count, bytes }
    bytes += more
  }
  return { count: rows.length, bytes }
}

/** The rows in portions that each fit in one frame. A row that is too large for one stands alone. */
export function inFrames<Row extends MessagePatch>(rows: readonly Row[]): Row[][] {
  const portions: Row[][] = []
  for (let from = 0; from < rows.length; ) {
    const count = countFitting(rows.slice(from), FRAME_MAX_BYTES, 1).count
    portions.push(rows.slice(from, from + count))
    from += count
  }
  return portions
}
