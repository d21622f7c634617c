import type { Batch, Dialect } from './dialects.ts'

/** A frame as it was read once, for all who get the same bytes. `sentAt` is when each of its messages was sent. */
export type Read = Batch & { bytes: Buffer; sentAt: (number | undefined)[] }

const KEPT_MAX = 256
const ZERO = 48
const NINE = 57

/**
 * Reads frames of messages. The same frame goes to every member of a room, so its text is parsed for the first one and
 * compared byte by byte for the others: every receiver's content is checked, and that costs little.
 */
export function createBatches(dialect: Dialect, takeSentAt: (id: string) => number | undefined) {
  const head = Buffer.from(dialect.messages.head)
  const kept = new Map<number, Read>()

  return {
    /** The messages of a frame, or null when it brings none. */
    read(bytes: Buffer, start: number, end: number): Read | null {
      if (!beginsWith(bytes, start, end, head)) return null
      const key = numberAt(bytes, start + dialect.messages.at, end)
      const known = kept.get(key)
      if (known && bytes.compare(known.bytes, 0, known.bytes.length, start, end) === 0) return known
      const batch = dialect.parse(bytes.toString('utf8', start, end))
      const read = {
        ...batch,
        bytes: Buffer.from(bytes.subarray(start, end)),
        sentAt: batch.messages.map((message) => takeSentAt(message.id)),
      }
      kept.set(key, read)
      if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!)
      return read
    },
  }
}

export function beginsWith(bytes: Buffer, start: number, end: number, head: Buffer): boolean {
  if (end - start < head.length) return false
  for (let i = 0; i < head.length; i++) if (bytes[start + i] !== head[i]) return false
  return true
}

/** The whole number that is written there. */
export function numberAt(bytes: Buffer, at: number, end: number): number {
  let number = 0
  for (let i = at; i < end; i++) {
    const byte = bytes[i]!
    if (byte < ZERO || byte > NINE) break
    number = number * 10 + byte - ZERO
  }
  return number
}
