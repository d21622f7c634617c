import { setTimeout as wait } from 'node:timers/promises'
import { TOKEN_TTL_MS } from '#protocol/limits.ts'

/** Points of the way of a request at which a process can be made to stop for a while or for good. */
export type Point = 'after-commit' | 'before-publish' | 'after-hello-is-read'

/**
 * What a process is told over the channel to its parent; each is answered `{ set }` with how often faults struck so far, and
 * what was seen how often. `tokensMs`: tokens that it gives out last this long. `look` changes nothing.
 */
export type Fault = Kind & { tokensMs?: number }
type Kind =
  | { fault: 'die'; at: Point; afterMs: number }
  | { fault: 'pause'; at: Point; ms: number; times?: number }
  | { fault: 'drop'; share: number }
  | { fault: 'repeat'; share: number }
  | { fault: 'shuffle'; withinMs: number }
  | { fault: 'throw'; share: number }
  | { fault: 'block'; ms: number }
  | { fault: 'none' }
  | { fault: 'look' }
/** Seen are refused handshakes by their code, and `refresh`: tokens given out over the socket. */
export type Seen = Record<string, number>
/** `mostWaiting`: how many queries waited for a connection to the database at once, at most. */
export type FaultSet = { set: number; struck: number; seen: Seen; mostWaiting: number }

declare global {
  /** Called by the lines of `failpoints.ts`. */
  var faults: typeof switches
}

let current: Fault = { fault: 'none' }
let struck = 0
/** Since it was told to pause. */
let paused = 0
const seen: Seen = {}
let mostWaiting = 0
type WatchedPool = { waitingCount: number; connect(...args: unknown[]): unknown }

const see = (what: string) => {
  seen[what] = (seen[what] ?? 0) + 1
}
const strikes = (share: number): boolean => {
  const hit = Math.random() < share
  if (hit) struck += 1
  return hit
}

const switches = {
  async at(point: Point): Promise<void> {
    if (current.fault === 'pause' && current.at === point && paused < (current.times ?? Number.POSITIVE_INFINITY)) {
      struck += 1
      paused += 1
      await wait(current.ms)
    }
    if (current.fault === 'die' && current.at === point) {
      await wait(current.afterMs)
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => undefined)
    }
  },
  isDropped: (): boolean => current.fault === 'drop' && strikes(current.share),
  broadcast(emit: () => void) {
    if (current.fault === 'shuffle' && strikes(1)) {
      setTimeout(emit, Math.random() * current.withinMs)
      return
    }
    emit()
    if (current.fault === 'repeat' && strikes(current.share)) emit()
  },
  mayThrow() {
    if (current.fault === 'throw' && strikes(current.share)) throw new Error('a fault on purpose')
  },
  watch(pool: WatchedPool) {
    const connect = pool.connect.bind(pool)
    pool.connect = (...args) => {
      const connecting = connect(...args)
      mostWaiting = Math.max(mostWaiting, pool.waitingCount)
      return connecting
    }
  },
  refused: see,
  /** When a token that is given out now says that it was made: one that does not last was made long ago. */
  mintedAt(): number {
    see('refresh')
    return Date.now() - TOKEN_TTL_MS + (current.tokensMs ?? TOKEN_TTL_MS)
  },
}
globalThis.faults = switches

process.on('message', (message: Fault & { set?: number }) => {
  if (typeof message.set !== 'number') return
  if (message.fault !== 'look') {
    current = message
    paused = 0
  }
  process.send?.({ set: message.set, struck, seen, mostWaiting } satisfies FaultSet)
  if (message.fault === 'block') {
    struck += 1
    const until = performance.now() + message.ms
    while (performance.now() < until);
  }
})
process.channel?.unref()
