import { uuidv7 } from 'uuidv7'
import { WAKE_CHANNEL } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'

/** Workers look at least this often (ms): what is due within it is told to them at once, what is due later they find by looking. */
export const LOOK_EVERY_MS = 5_000

export type JobWanted = {
  kind: string
  /** One job a kind and key; left out, it is a job of its own. */
  key?: string
  /** JSON, as the kind's schema reads it. */
  payload: unknown
  /** When it is due; left out, now. */
  at?: Date
}

/**
 * Adds a job, in the caller's transaction: it is there if and only if that commits, and one node runs it soon after its time,
 * at least once [T1]. A job of the same kind and key is replaced, also one that is dead; while it is being run, the new one
 * waits for its end.
 */
export async function addJob(query: Query, { kind, key, payload, at }: JobWanted): Promise<void> {
  const id = uuidv7()
  await query(
    `WITH put AS (
       INSERT INTO job (id, kind, key, payload, run_at) VALUES ($1, $2, $3, $4, coalesce($5, clock_timestamp()))
       ON CONFLICT (kind, key) DO UPDATE SET payload = excluded.payload, run_at = excluded.run_at, attempts = 0,
         version = job.version + 1, last_error = NULL, dead_at = NULL
       RETURNING run_at)
     SELECT pg_notify($6, json_build_object('job', $2::text)::text) FROM put
     WHERE run_at <= clock_timestamp() + $7::int * interval '1 millisecond'`,
    [id, kind, key ?? id, JSON.stringify(payload), at ?? null, WAKE_CHANNEL, LOOK_EVERY_MS],
  )
}

/** Takes a job back; nothing happens when there is none. One that is being run just now goes on. */
export const removeJob = (query: Query, kind: string, key: string) =>
  query('DELETE FROM job WHERE kind = $1 AND key = $2', [kind, key])
