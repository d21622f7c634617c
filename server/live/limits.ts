/**
 * A bucket that holds `burst` points and fills at a steady rate. `name` is part of the key, so that limits do not share
 * buckets. Numbers are positive.
 */
export type Limit = { name: string; burst: number } & ({ perSecond: number } | { points: number; durationSeconds: number })

export type Verdict = { ok: true } | { ok: false; retryAfterMs: number }

/** `fallbacks` counts verdicts given without Redis. */
export type LimitStats = { refused: number; fallbacks: number }

export type Limits = {
  /**
   * Takes `points` from the bucket of `key`, or says in how many milliseconds they will be there if nobody else takes some
   * [L9]. A refusal costs nothing. A price above the burst is taken as the burst: otherwise it could never be paid. Never
   * rejects, and never takes longer than 250 ms.
   */
  consume(limit: Limit, key: string, points?: number): Promise<Verdict>
  stats(): LimitStats
}

/** Points a limit gives back each millisecond. */
export const pointsPerMs = (limit: Limit): number =>
  ('perSecond' in limit ? limit.perSecond : limit.points / limit.durationSeconds) / 1000

/** Half of a limit: what one node allows by itself while it can't know of the others [L11]. */
export const halved = (limit: Limit): Limit => ({
  name: limit.name,
  burst: Math.max(1, Math.floor(limit.burst / 2)),
  perSecond: pointsPerMs(limit) * 500,
})
