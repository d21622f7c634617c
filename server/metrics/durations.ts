/** Upper ends of the classes, in seconds: from half a millisecond to the ten seconds after which a client asks again. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** How often something took how long: `classes` counts up to and with each end, as Prometheus wants them; `sum` is in seconds. */
export type DurationCounts = { classes: { le: number; count: number }[]; count: number; sum: number }

/** Counts durations by class. Adding one is a few comparisons and one addition: nothing is allocated. */
export function createDurations() {
  const counts = new Float64Array(BOUNDS.length + 1)
  let sum = 0

  return {
    /** `seconds` is what one took. */
    add(seconds: number) {
      let at = 0
      while (at < BOUNDS.length && seconds > BOUNDS[at]!) at += 1
      counts[at]! += 1
      sum += seconds
    },
    read(): DurationCounts {
      let count = 0
      const classes = BOUNDS.map((le, i) => {
        count += counts[i]!
        return { le, count }
      })
      return { classes, count: count + counts[BOUNDS.length]!, sum }
    },
  }
}

export type Durations = ReturnType<typeof createDurations>

/**
 * The duration, in seconds, that a share (0.5, 0.95, 0.99) of what was counted did not exceed: within its class as if evenly
 * spread, the way Prometheus' `histogram_quantile` reckons. Null when nothing was counted; the last end for what took longer.
 */
export function quantileOf({ classes, count }: DurationCounts, share: number): number | null {
  if (count === 0) return null
  const rank = share * count
  let below = { le: 0, count: 0 }
  for (const each of classes) {
    if (each.count >= rank && each.count > below.count)
      return below.le + (each.le - below.le) * ((rank - below.count) / (each.count - below.count))
    below = each
  }
  return below.le
}
