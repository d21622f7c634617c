import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 20
const WINDOW_MS = 15_000

/** How late timers were (seconds) over the last window: the middle one, all but one in a hundred, the worst. */
export type LoopLag = { p50: number; p99: number; max: number }

/**
 * Watches how far this process's event loop falls behind. Whoever reads gets the last whole window of 15 s, so that readers
 * don't take it from each other. Answers how to read and how to stop.
 */
export function watchLoopLag(): { read(): LoopLag; stop(): void } {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delays.enable()
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1_000)
  const look = (): LoopLag =>
    delays.count === 0
      ? { p50: 0, p99: 0, max: 0 }
      : { p50: late(delays.percentile(50)), p99: late(delays.percentile(99)), max: late(delays.max) }
  let last: LoopLag | undefined
  const timer = setInterval(() => {
    last = look()
    delays.reset()
  }, WINDOW_MS).unref()
  return {
    read: () => last ?? look(),
    stop() {
      clearInterval(timer)
      delays.disable()
    },
  }
}
