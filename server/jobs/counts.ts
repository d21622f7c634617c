import type { Query } from '#server/database/transaction.ts'

/** Of one kind: how many wait, of these how many are due, how many run and how many are dead; how long (ms) the longest due one waits. */
export type JobCounts = { kind: string; waiting: number; due: number; running: number; dead: number; lateMs: number }

/** The queue in numbers, by kind. */
export const countJobs = (query: Query) =>
  query<JobCounts>(
    `SELECT kind, count(*) FILTER (WHERE dead_at IS NULL AND NOT runs)::int AS waiting,
       count(*) FILTER (WHERE dead_at IS NULL AND NOT runs AND run_at <= now())::int AS due,
       count(*) FILTER (WHERE dead_at IS NULL AND runs)::int AS running, count(dead_at)::int AS dead,
       coalesce(ceil(extract(epoch FROM now() - min(run_at) FILTER (WHERE dead_at IS NULL AND NOT runs AND run_at <= now())) * 1000), 0)::int8 AS "lateMs"
     FROM (SELECT *, coalesce(locked_until > now(), false) AS runs FROM job) j GROUP BY kind ORDER BY kind`,
  )

/** Has the dead jobs of a kind run once more, from the first attempt on. Answers how many. */
export async function reviveJobs(query: Query, kind: string): Promise<number> {
  const rows = await query(
    `WITH back AS (
       UPDATE job SET dead_at = NULL, attempts = 0, run_at = clock_timestamp(), version = version + 1 WHERE kind = $1 AND dead_at IS NOT NULL RETURNING kind)
     SELECT pg_notify('parley', json_build_object('job', kind)::text) FROM back`,
    [kind],
  )
  return rows.length
}
