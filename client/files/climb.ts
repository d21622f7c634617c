import type { Ask } from '#client/connection/ask.ts'
import { Refusal } from '#protocol/errors.ts'
import { ROWS_TIMEOUT_MS } from '#protocol/limits.ts'
import type { Attachment } from '#protocol/models.ts'
import { type PartSize, putPart } from './put-part.ts'

export type Climb = {
  id: string
  roomId: string
  name: string
  blob: Blob
  /** The server was told of it, as far as is known here. */
  begun: boolean
}

type Deps = {
  ask: Ask
  /** Origin of the socket host; empty for the page's own. */
  host(): string
  size: PartSize
  signal: AbortSignal
  onBegun(): void
  onSent(bytes: number): void
}

/**
 * Takes a file up from wherever it is: asks how much is there, puts the rest part by part, has it finished [E4]. Rejects with the
 * first `Refusal` that it can't mend itself; called again it goes on.
 */
export async function climb({ id, roomId, name, blob, begun }: Climb, deps: Deps): Promise<Attachment> {
  const { ask, signal, size } = deps
  const place = begun ? await ask('file:resume', { id }).catch(mayBegin) : null
  const { received, address, file } = place ?? (await ask('file:begin', { id, roomId, name, size: blob.size }))
  signal.throwIfAborted()
  deps.onBegun()
  if (file) return file
  let at = received
  while (at < blob.size) {
    deps.onSent(at)
    const began = Date.now()
    try {
      at = await putPart(`${deps.host()}${address}`, at, blob.slice(at, at + size.get()), signal)
      size.took(Date.now() - began)
    } catch (error) {
      // The answer to an earlier part was lost, or another tab of ours was quicker.
      const there = error instanceof Refusal && error.code === 'conflict' ? Number(error.more.fields?.received) : Number.NaN
      if (Number.isNaN(there)) throw error
      at = there
    }
  }
  deps.onSent(blob.size)
  signal.throwIfAborted()
  return (await ask('file:finish', { id }, ROWS_TIMEOUT_MS)).file
}

/** What the server does not know, it swept, or never heard of: it is begun (again). */
function mayBegin(error: unknown): null {
  if (error instanceof Refusal && error.code === 'not_found') return null
  throw error
}
