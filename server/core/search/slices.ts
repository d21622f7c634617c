import type { Query } from '#server/database/transaction.ts'
import { sliceToken, type Token } from './tokens.ts'

/**
 * The index is cut by time into slices of about as many messages, so that a search can ask for the newest ones alone. A
 * message is listed by the slice it was written in. A slice begins after everything that is in the index when it is made,
 * so where a message belongs never changes.
 */
export type Slice = { from: Date; token: Token }

const SLICE_MESSAGES = 8_192
const BEGINNING = new Date(0)

/** All slices, the newest first. */
async function listSlices(query: Query): Promise<Slice[]> {
  const rows = await query<{ begins_at: Date }>('SELECT begins_at FROM search_slice ORDER BY begins_at DESC')
  return rows.map((row) => toSlice(row.begins_at))
}

export const toSlice = (from: Date): Slice => ({ from, token: sliceToken(from) })

/** The slice of the newest first list that a moment falls in. */
export const sliceAt = (slices: readonly Slice[], at: Date): Slice => {
  const slice = slices.find(({ from }) => from <= at)
  if (!slice) throw new Error('a message older than time itself')
  return slice
}

/** The slices there are; where there are none yet, cut for the history that waits to be taken in. Under the feed's lock. */
export async function ensureSlices(query: Query): Promise<Slice[]> {
  const slices = await listSlices(query)
  if (slices.length > 0) return slices
  const [known] = await query<{ n: number }>(
    "SELECT greatest(reltuples, 0)::int8 AS n FROM pg_class WHERE oid = 'message'::regclass",
  )
  const parts = Math.floor((known?.n ?? 0) / SLICE_MESSAGES)
  await query('INSERT INTO search_slice (begins_at) VALUES ($1)', [BEGINNING])
  if (parts > 1) {
    // A part of its pages tells well enough how it lies in time.
    await query(
      `INSERT INTO search_slice (begins_at)
       SELECT DISTINCT unnest(percentile_disc($1::float8[]) WITHIN GROUP (ORDER BY created_at)) FROM message TABLESAMPLE SYSTEM (2)
       ON CONFLICT DO NOTHING`,
      [Array.from({ length: parts - 1 }, (_, i) => (i + 1) / parts)],
    )
  }
  return listSlices(query)
}

/** Counts what came into the newest slice, and begins the next one where it is full. Under the feed's lock. */
export async function countIn(query: Query, slices: readonly Slice[], times: readonly Date[]): Promise<void> {
  const newest = slices[0]
  const more = newest ? times.filter((at) => at >= newest.from).length : 0
  if (!newest || more === 0) return
  const [row] = await query<{ messages: number }>(
    'UPDATE search_slice SET messages = messages + $2 WHERE begins_at = $1 RETURNING messages',
    [newest.from, more],
  )
  if ((row?.messages ?? 0) < SLICE_MESSAGES) return
  await query(
    `INSERT INTO search_slice (begins_at)
     SELECT max(created_at) + interval '1 millisecond' FROM search_message HAVING max(created_at) IS NOT NULL ON CONFLICT DO NOTHING`,
  )
}
