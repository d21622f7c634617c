/**
 * A bucket that holds `burst` points and fills at a steady rate. `name` is part of the key, so that limits do not share
 * buckets. Numbers are positive.
 */
export type Limit = { name: string; burst: number } & ({ perSecond: number } | { points: number; durationSeconds: number })

/** What something takes: `points` (1 unless told) from the bucket of `key`. A price above the burst is taken as the burst: otherwise it could never be paid. */
export type Cost = { limit: Limit; key: string; points?: number }

/** `limit` names the one that has to be waited for longest. */
export type Verdict = { ok: true } | { ok: false; retryAfterMs: number; limit: string }

/** `fallbacks` counts verdicts given without Redis. */
export type LimitStats = { refused: number; fallbacks: number }

export type Limits = {
  /**
   * Takes all costs, or none of them and says in how many milliseconds all will be there if nobody else takes some [L9].
   * The keys of one call differ. Never rejects, and never takes longer than 250 ms.
   */
  consume(costs: readonly Cost[]): Promise<Verdict>
  stats(): LimitStats
}

/** Milliseconds in which a limit gives back one point. */
export const msPerPoint = (limit: Limit): number =>
  1_000 / ('perSecond' in limit ? limit.perSecond : limit.points / limit.durationSeconds)

export const pointsOf = ({ limit, points = 1 }: Cost): number => Math.min(points, limit.burst)

/** Half of a limit: what one node allows by itself while it can't know of the others [L11]. */
export const halved = (limit: Limit): Limit => ({
  name: limit.name,
  burst: Math.max(1, Math.floor(limit.burst / 2)),
  perSecond: 500 / msPerPoint(limit),
})
