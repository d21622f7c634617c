import { Readable } from 'node:stream'
import { Refusal } from '#protocol/errors.ts'
import { type Storage, StorageFull } from '#server/files/storage.ts'
import type { Part } from './row.ts'

/** Whoever runs the server has to make room: their clients ask again after this long (ms). */
const FULL_RETRY_MS = 30_000

/** Puts bytes; where that fails it says what the person can do, and `onFailed` hears why. */
export async function store(storage: Storage, key: string, bytes: Buffer, onFailed: (error: unknown) => void): Promise<void> {
  try {
    await storage.put(key, bytes)
  } catch (error) {
    onFailed(error)
    throw error instanceof StorageFull
      ? storageFull()
      : new Refusal('unavailable', 'Files can’t be stored right now.', { retryAfterMs: 5_000 })
  }
}

export const storageFull = () =>
  new Refusal(
    'unavailable',
    'This server has no room left for files. Tell the people who run it; yours waits here and is sent then.',
    {
      retryAfterMs: FULL_RETRY_MS,
    },
  )

/** The bytes of a file from `from` on, up to and without `to`, one part after the other. */
export const readParts = (storage: Storage, parts: readonly Part[], from: number, to: number): Readable =>
  Readable.from(portions(storage, parts, from, to), { objectMode: false })

async function* portions(storage: Storage, parts: readonly Part[], from: number, to: number): AsyncGenerator<Buffer> {
  let start = 0
  for (const { key, size } of parts) {
    const first = Math.max(from, start)
    const last = Math.min(to, start + size)
    if (first < last) yield* (await storage.read(key, first - start, last - start)) as AsyncIterable<Buffer>
    start += size
  }
}
