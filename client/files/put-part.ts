import { Refusal } from '#protocol/errors.ts'
import { PART_FIRST_BYTES, PART_MAX_BYTES, PART_MIN_BYTES } from '#protocol/limits.ts'

/** A part that took less (ms) makes the next one twice as large; one that took more, or failed, half as large. */
const QUICK_MS = 1_000
const SLOW_MS = 4_000
/** The server takes no request for longer. */
const TIMEOUT_MS = 15_000

/** How much goes in one request: as the line allows. */
export function createPartSize() {
  let bytes = PART_FIRST_BYTES
  const set = (next: number) => {
    bytes = Math.min(PART_MAX_BYTES, Math.max(PART_MIN_BYTES, next))
  }
  return {
    get: () => bytes,
    took(ms: number) {
      if (ms < QUICK_MS) set(bytes * 2)
      else if (ms > SLOW_MS) set(bytes / 2)
    },
    failed: () => set(bytes / 2),
  }
}

export type PartSize = ReturnType<typeof createPartSize>

/** Puts one part; answers how much of the file is there then. Rejects with a `Refusal`; `unavailable` where nobody answered. */
export async function putPart(url: string, from: number, part: Blob, signal: AbortSignal): Promise<number> {
  const timed = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  let answer: Response
  let said: { received?: number; error?: { code: 'conflict'; message: string; fields?: Record<string, string> } }
  try {
    answer = await fetch(url, {
      method: 'PUT',
      headers: { 'upload-offset': String(from), 'content-type': 'application/octet-stream' },
      body: part,
      signal: timed,
      credentials: 'omit',
    })
    said = await answer.json()
  } catch {
    signal.throwIfAborted()
    throw new Refusal('unavailable', 'The file could not be sent just now.')
  }
  if (answer.ok && typeof said.received === 'number') return said.received
  const wait = Number(answer.headers.get('retry-after')) * 1_000
  const { code, message, fields } = said.error ?? {
    code: 'unavailable' as const,
    message: 'The file could not be sent just now.',
  }
  throw new Refusal(code, message, { ...(fields ? { fields } : {}), ...(wait ? { retryAfterMs: wait } : {}) })
}
