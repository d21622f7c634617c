const STEP_MICROS = 10
const STEPS = 1_000_000

/** Times up to 10 s in steps of 10 µs: what is longer counts as 10 s. */
export function createHistogram() {
  const counts = new Uint32Array(STEPS + 1)
  let total = 0

  return {
    add(ms: number, times = 1) {
      const step = Math.min(STEPS, Math.max(0, Math.floor((ms * 1_000) / STEP_MICROS)))
      counts[step]! += times
      total += times
    },
    clear() {
      counts.fill(0)
      total = 0
    },
    /** The time in ms that a share of all stayed below; null without any. */
    quantile(share: number): number | null {
      if (total === 0) return null
      const wanted = Math.ceil(total * share)
      let seen = 0
      for (let step = 0; step <= STEPS; step++) {
        seen += counts[step]!
        if (seen >= wanted) return ((step + 0.5) * STEP_MICROS) / 1_000
      }
      return (STEPS * STEP_MICROS) / 1_000
    },
  }
}

export type Histogram = ReturnType<typeof createHistogram>
