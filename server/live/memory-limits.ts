import { type Cost, type LimitStats, type Limits, msPerPoint, pointsOf, type Verdict } from './limits.ts'

/** Buckets below this number are not worth a search for full ones. */
const PRUNE_FROM = 1_000
/** Sums of fractions of milliseconds miss by less than this. */
const EPSILON_MS = 0.001

/**
 * Buckets in this process, as the generic cell rate algorithm keeps them (ITU-T I.371): one number each, the time at which
 * the bucket is full again. Full buckets are forgotten, so memory is bounded by what was used lately. `now` in milliseconds.
 */
export function createMemoryLimits(deps: { now?: () => number } = {}): Limits {
  const now = deps.now ?? (() => performance.now())
  const fullAt = new Map<string, number>()
  const stats: LimitStats = { refused: 0, fallbacks: 0 }
  let pruneAbove = PRUNE_FROM

  const prune = (time: number) => {
    for (const [key, at] of fullAt) if (at <= time) fullAt.delete(key)
    pruneAbove = Math.max(PRUNE_FROM, fullAt.size * 2)
  }

  const take = (costs: readonly Cost[]): Verdict => {
    const time = now()
    const wanted = costs.map((cost) => {
      const { limit } = cost
      const key = `${limit.name}:${cost.key}`
      const until = Math.max(time, fullAt.get(key) ?? 0) + pointsOf(cost) * msPerPoint(limit)
      return { key, until, name: limit.name, wait: until - limit.burst * msPerPoint(limit) - time }
    })
    const worst = wanted.reduce((a, b) => (b.wait > a.wait ? b : a))
    if (worst.wait > EPSILON_MS) return { ok: false, retryAfterMs: Math.ceil(worst.wait), limit: worst.name }
    for (const { key, until } of wanted) fullAt.set(key, until)
    if (fullAt.size > pruneAbove) prune(time)
    return { ok: true }
  }

  return {
    consume: async (costs) => {
      const verdict = take(costs)
      if (!verdict.ok) stats.refused++
      return verdict
    },
    stats: () => ({ ...stats }),
  }
}
