import { setTimeout as wait } from 'node:timers/promises'

/** Points of the way of a request at which a process can be made to stop for a while or for good. */
export type Point = 'after-commit' | 'before-publish' | 'after-hello-is-read'

/** What a process is told over the channel to its parent; each is answered `{ set }` with how often faults struck so far. */
export type Fault =
  | { fault: 'die'; at: Point; afterMs: number }
  | { fault: 'pause'; at: Point; ms: number }
  | { fault: 'drop'; share: number }
  | { fault: 'repeat'; share: number }
  | { fault: 'shuffle'; withinMs: number }
  | { fault: 'throw'; share: number }
  | { fault: 'block'; ms: number }
  | { fault: 'none' }
export type FaultSet = { set: number; struck: number }

declare global {
  /** Called by the lines of `failpoints.ts`. */
  var faults: typeof switches
}

let current: Fault = { fault: 'none' }
let struck = 0

const strikes = (share: number): boolean => {
  const hit = Math.random() < share
  if (hit) struck += 1
  return hit
}

const switches = {
  async at(point: Point): Promise<void> {
    if (current.fault === 'pause' && current.at === point) {
      struck += 1
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
}
globalThis.faults = switches

process.on('message', (message: Fault & { set?: number }) => {
  if (typeof message.set !== 'number') return
  current = message
  process.send?.({ set: message.set, struck } satisfies FaultSet)
  if (current.fault === 'block') {
    struck += 1
    const until = performance.now() + current.ms
    while (performance.now() < until);
  }
})
process.channel?.unref()
