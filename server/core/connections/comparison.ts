import type { Query } from '#server/database/transaction.ts'
import type { Held } from './connections.ts'

/** A row whose handshake may still be under way is left alone. */
const OPENING = '30 seconds'

/**
 * Makes the rows of a node's connections what the node holds: writes those that are missing (all of them after the
 * database crashed), takes away those that nobody holds, and rights what is told of a page [J2].
 */
export function createComparison(query: Query, nodeId: string, held: () => Iterable<Held>) {
  return async function compare(): Promise<void> {
    const rows = await query<{ id: string; hidden: boolean; is_old: boolean }>(
      'SELECT id, hidden, connected_at < now() - $2::interval AS is_old FROM connection WHERE node_id = $1',
      [nodeId, OPENING],
    )
    const mine = new Map([...held()].map((one) => [one.id, one]))
    const stray = rows.filter((row) => row.is_old && !mine.has(row.id)).map((row) => row.id)
    const turned = rows.flatMap((row) => {
      const one = mine.get(row.id)
      return one && one.hidden !== row.hidden ? [one] : []
    })
    for (const row of rows) mine.delete(row.id)
    if (stray.length > 0) await query('DELETE FROM connection WHERE id = ANY ($1)', [stray])
    if (mine.size > 0) await insert(query, nodeId, [...mine.values()])
    if (turned.length > 0) {
      await query(
        'UPDATE connection c SET hidden = w.hidden FROM unnest($1::text[], $2::boolean[]) w (id, hidden) WHERE c.id = w.id',
        [turned.map((one) => one.id), turned.map((one) => one.hidden)],
      )
    }
  }
}

const insert = (query: Query, nodeId: string, held: readonly Held[]) =>
  query(
    `INSERT INTO connection (node_id, id, user_id, session_id, device_id, address, transport, connected_at, last_active_at, hidden)
     SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
       $9::timestamptz[], $10::boolean[])
     ON CONFLICT DO NOTHING`,
    [
      nodeId,
      held.map((one) => one.id),
      held.map((one) => one.userId),
      held.map((one) => one.sessionId),
      held.map((one) => one.deviceId),
      held.map((one) => one.address),
      held.map((one) => one.transport),
      held.map((one) => one.connectedAt),
      held.map((one) => one.activeAt),
      held.map((one) => one.hidden),
    ],
  )
