import type { Query } from '#server/database/transaction.ts'

export type Leased = { id: string; kind: string; payload: unknown; attempts: number; version: number; lease: string }

/** Kinds this node may begin, and how many of each. */
export type Room = ReadonlyMap<string, number>

const asArrays = (room: Room) => [[...room.keys()], [...room.values()]]

/** The statements of the queue. Whoever holds a job's lease runs it; a lease that is not kept alive ends by itself [T2]. */
export const createLeases = (query: Query, nodeId: string, leaseMs: number) => ({
  /** Takes what is due, longest due first, and what nobody else is taking. A lease that ran out is due. */
  take: (room: Room) =>
    query<Leased>(
      // Materialised: as a plain subquery it might be run again for each row, and take more than asked for.
      `WITH due AS MATERIALIZED (
         SELECT j.id FROM unnest($1::text[], $2::int[]) k (kind, free) CROSS JOIN LATERAL (
           SELECT id FROM job WHERE kind = k.kind AND dead_at IS NULL AND run_at <= now() AND (locked_until IS NULL OR locked_until <= now())
           ORDER BY run_at LIMIT k.free FOR UPDATE SKIP LOCKED) j)
       UPDATE job SET attempts = attempts + 1, lease = gen_random_uuid(), locked_by = $3,
         locked_until = clock_timestamp() + $4::int * interval '1 millisecond'
       FROM due WHERE job.id = due.id RETURNING job.id, kind, payload, attempts, version, lease`,
      [...asArrays(room), nodeId, leaseMs],
    ),

  /** Milliseconds until the next job of these kinds is due, or its lease runs out; null for none. */
  async nextInMs(room: Room): Promise<number | null> {
    const [row] = await query<{ ms: number | null }>(
      `SELECT ceil(extract(epoch FROM min(x.at) - clock_timestamp()) * 1000)::int8 AS ms
       FROM unnest($1::text[]) k (kind) CROSS JOIN LATERAL (
         SELECT greatest(run_at, locked_until) AS at FROM job WHERE kind = k.kind AND dead_at IS NULL ORDER BY run_at LIMIT 50) x`,
      [[...room.keys()]],
    )
    return row?.ms ?? null
  },

  /** Keeps leases alive, and answers those that still are. */
  async keep(leases: string[]): Promise<string[]> {
    const rows = await query<{ lease: string }>(
      `UPDATE job SET locked_until = clock_timestamp() + $2::int * interval '1 millisecond' WHERE lease = ANY ($1::uuid[]) RETURNING lease`,
      [leases, leaseMs],
    )
    return rows.map((row) => row.lease)
  },

  /** It is done: gone, unless it was added again meanwhile; then that one is due in its turn. */
  async finish({ id, lease, version }: Leased): Promise<void> {
    const done = await query('DELETE FROM job WHERE id = $1 AND lease = $2 AND version = $3 RETURNING 1', [id, lease, version])
    if (done.length === 0)
      await query('UPDATE job SET lease = NULL, locked_until = NULL WHERE id = $1 AND lease = $2', [id, lease])
  },

  /** It failed: due again after a pause, unless it was added again meanwhile, or dead when there is no use in that. */
  fail: ({ id, lease, version }: Leased, error: string, pauseMs: number | null) =>
    query(
      `UPDATE job SET lease = NULL, locked_until = NULL, last_error = $4,
         run_at = CASE WHEN version <> $3 OR $5::float8 IS NULL THEN run_at ELSE clock_timestamp() + $5 * interval '1 millisecond' END,
         dead_at = CASE WHEN version = $3 AND $5 IS NULL THEN clock_timestamp() END
       WHERE id = $1 AND lease = $2`,
      [id, lease, version, error, pauseMs],
    ),

  /** Not begun after all, or not ended here: another node takes it at once. */
  giveBack: (leases: string[]) =>
    query(
      `WITH back AS (
         UPDATE job SET lease = NULL, locked_until = NULL, attempts = greatest(0, attempts - 1) WHERE lease = ANY ($1::uuid[]) RETURNING kind)
       SELECT pg_notify('parley', json_build_object('job', kind)::text) FROM back`,
      [leases],
    ),
})

export type Leases = ReturnType<typeof createLeases>
