import type { Query } from '#server/database/transaction.ts'

/**
 * Names this installation's history: its stored id and the database's timeline. A restore brings another id, a failover
 * that may have lost commits another timeline, and clients then drop what they hold [K2].
 */
export async function readEpoch(query: Query): Promise<string> {
  const [row] = await query<{ epoch: string }>(
    `SELECT history_id || ':' || (SELECT timeline_id FROM pg_control_checkpoint()) AS epoch FROM installation WHERE id = 1`,
  )
  if (!row) throw new Error('the database has no installation row: run the migrations')
  return row.epoch
}
