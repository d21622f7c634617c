import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** What happens to bytes on their way. `swallow` keeps the connection and loses what is in it: half-open, or a black hole. */
export type Mode =
  | { mode: 'pass' }
  | { mode: 'delay'; ms: number }
  | { mode: 'swallow' }
  | { mode: 'drip'; bytesPerSecond: number }

const DRIP_MS = 100
/** More than this waits: no more is read. A link that drips holds a second's worth. */
const WAITING_MAX = 1_048_576
const mostOf = (mode: Mode) => (mode.mode === 'drip' ? mode.bytesPerSecond : WAITING_MAX)

/**
 * Carries bytes from one end to the other in order, in whatever way `mode` says at the moment. Answers whether the one end
 * has said all and the other has not heard it yet.
 */
export function carry(from: Socket, to: Socket, mode: () => Mode, onSwallowed: (bytes: number) => void): () => boolean {
  const waiting: { chunk: Buffer; at: number }[] = []
  let bytes = 0
  let isBusy = false
  let isEnded = false

  async function drip(chunk: Buffer, bytesPerSecond: number) {
    const size = Math.max(1, Math.floor((bytesPerSecond * DRIP_MS) / 1_000))
    for (let i = 0; i < chunk.length && !to.destroyed; i += size) {
      to.write(chunk.subarray(i, i + size))
      await wait(DRIP_MS)
    }
  }

  async function treat({ chunk, at }: { chunk: Buffer; at: number }) {
    const now = mode()
    if (now.mode === 'swallow') return onSwallowed(chunk.length)
    if (now.mode === 'delay') await wait(Math.max(0, at + now.ms - performance.now()))
    if (now.mode === 'drip') return drip(chunk, now.bytesPerSecond)
    if (!to.destroyed && !to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')])
  }

  async function work() {
    isBusy = true
    for (let next = waiting.shift(); next && !to.destroyed; next = waiting.shift()) {
      await treat(next).catch(() => undefined)
      bytes -= next.chunk.length
      if (bytes < mostOf(mode())) from.resume()
    }
    isBusy = false
    if (isEnded && !to.destroyed) to.end()
  }

  from.on('data', (chunk: Buffer) => {
    // The common case, without a turn of the loop in between.
    if (!isBusy && mode().mode === 'pass' && !to.writableNeedDrain) return void to.write(chunk)
    waiting.push({ chunk, at: performance.now() })
    bytes += chunk.length
    if (bytes >= mostOf(mode())) from.pause()
    if (!isBusy) void work()
  })
  from.on('end', () => {
    // The end of a connection is lost like everything else on it.
    isEnded = mode().mode !== 'swallow'
    if (isEnded && !isBusy) to.end()
  })
  from.resume()
  return () => isEnded && isBusy
}
