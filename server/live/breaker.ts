/** Failures within the window that open the breaker. */
const FAILURES_TO_OPEN = 3
const FAILURE_WINDOW_MS = 5_000
/** While open, how often one probe asks whether things are well again. */
const PROBE_EVERY_MS = 2_000

export type Breaker = {
  isOpen(): boolean
  failed(): void
  succeeded(): void
  /** Closes it without telling, for whoever knows that things are well again, and stops probing. */
  close(): void
}

/**
 * Spares everybody the wait for a server that does not answer: opens after 3 failures in 5 s, then only `probe` is tried,
 * every 2 s, until it resolves [L5]. `onRecovered` is told then.
 */
export function createBreaker(deps: { probe: () => Promise<unknown>; onRecovered: () => void }): Breaker {
  let failures: number[] = []
  let probing: NodeJS.Timeout | undefined

  const close = () => {
    clearInterval(probing)
    probing = undefined
    failures = []
  }
  const recovered = () => {
    if (!probing) return
    close()
    deps.onRecovered()
  }

  return {
    isOpen: () => probing !== undefined,
    failed: () => {
      if (probing) return
      const now = Date.now()
      failures = [...failures.filter((at) => now - at < FAILURE_WINDOW_MS), now]
      if (failures.length < FAILURES_TO_OPEN) return
      probing = setInterval(() => deps.probe().then(recovered, () => undefined), PROBE_EVERY_MS)
      probing.unref()
    },
    succeeded: () => {
      if (failures.length > 0) failures = []
    },
    close,
  }
}
