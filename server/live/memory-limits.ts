import { type Limit, type LimitStats, type Limits, pointsPerMs, type Verdict } from './limits.ts'

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

  const take = (limit: Limit, key: string, points: number): Verdict => {
    const time = now()
    const msPerPoint = 1 / pointsPerMs(limit)
    const wouldBeFullAt = Math.max(time, fullAt.get(key) ?? 0) + Math.min(points, limit.burst) * msPerPoint
    const allowedAt = wouldBeFullAt - limit.burst * msPerPoint
    if (allowedAt > time + EPSILON_MS) return { ok: false, retryAfterMs: Math.ceil(allowedAt - time) }
    fullAt.set(key, wouldBeFullAt)
    if (fullAt.size > pruneAbove) prune(time)
    return { ok: true }
  }

  return {
    consume: async (limit, key, points = 1) => {
      const verdict = take(limit, `${limit.name}:${key}`, points)
      if (!verdict.ok) stats.refused++
      return verdict
    },
    stats: () => ({ ...stats }),
  }
}
