import { type Cost, pointsOf } from './limits.ts'

/** Beyond this many, those whose time is over are let go. */
const SWEEP_AT = 1_000

const nameOf = ({ limit, key }: Cost) => `${limit.name}:${key}`

/**
 * What was refused, and until when: a bucket only fills, so whoever asks for as much before that is refused without asking
 * anybody. A flood then costs the one who keeps the buckets nothing.
 */
export function createRefusals(now: () => number = () => performance.now()) {
  const until = new Map<string, { at: number; points: number }>()

  return {
    /** `retryAfterMs` has to pass before `cost` can be paid. */
    remember(cost: Cost, retryAfterMs: number) {
      const at = now()
      if (until.size >= SWEEP_AT) for (const [name, past] of until) if (past.at <= at) until.delete(name)
      until.set(nameOf(cost), { at: at + retryAfterMs, points: pointsOf(cost) })
    },
    /** The one of these costs that is known to be refused for longest, and for how many milliseconds still. */
    find(costs: readonly Cost[]): { cost: Cost; retryAfterMs: number } | undefined {
      const at = now()
      let longest: { cost: Cost; retryAfterMs: number } | undefined
      for (const cost of costs) {
        const known = until.get(nameOf(cost))
        if (!known || known.at <= at || pointsOf(cost) < known.points) continue
        const retryAfterMs = Math.ceil(known.at - at)
        if (!longest || retryAfterMs > longest.retryAfterMs) longest = { cost, retryAfterMs }
      }
      return longest
    },
    /** How many are kept. */
    size: () => until.size,
  }
}
