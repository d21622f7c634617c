const TICK_MS = 20
/** Waiting longer, a client has given up and comes again. */
const WAIT_MAX_MS = 5_000
const QUEUE_MAX = 20_000

type Waiting = { since: number; answer: (may: boolean) => void }

/**
 * Where new connections wait their turn, so that a crowd that comes back at once is let in steadily instead of toppling
 * the node [S5]. `perSecond` are let in at most, none while `isBusy` (those let in before are still being served). Who
 * waited for 5 s, or comes while 20,000 wait, is refused and comes again after a wait of their own.
 */
export function createDoor(deps: { perSecond: number; isBusy: () => boolean; now?: () => number }) {
  const { perSecond, isBusy, now = () => performance.now() } = deps
  /** The burst is a tenth of a second's. */
  const burst = Math.max(1, perSecond / 10)
  let tokens = burst
  let filledAt = now()
  const queue: Waiting[] = []
  let timer: NodeJS.Timeout | undefined

  function fill(time: number) {
    tokens = Math.min(burst, tokens + ((time - filledAt) * perSecond) / 1_000)
    filledAt = time
  }

  function tick() {
    const time = now()
    fill(time)
    const late = queue.findIndex(({ since }) => time - since <= WAIT_MAX_MS)
    for (const { answer } of queue.splice(0, late < 0 ? queue.length : late)) answer(false)
    while (queue.length > 0 && tokens >= 1 && !isBusy()) {
      tokens -= 1
      queue.shift()?.answer(true)
    }
    if (queue.length > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    /** Resolves true when it may come in, false when it should come again later. */
    enter(): Promise<boolean> {
      const time = now()
      fill(time)
      if (queue.length === 0 && tokens >= 1 && !isBusy()) {
        tokens -= 1
        return Promise.resolve(true)
      }
      if (queue.length >= QUEUE_MAX) return Promise.resolve(false)
      timer ??= setInterval(tick, TICK_MS).unref()
      return new Promise((answer) => queue.push({ since: time, answer }))
    },
    waiting: () => queue.length,
    /** Refuses everybody who waits. */
    close() {
      clearInterval(timer)
      timer = undefined
      for (const { answer } of queue.splice(0)) answer(false)
    },
  }
}

export type Door = ReturnType<typeof createDoor>
