import type { Query } from '#server/database/transaction.ts'

/**
 * Names this installation's history, in four parts that a restore of an older state changes one of: the stored id, the
 * timeline (a failover, a recovery to a point in time), the server, and where the database and its tables were made (a dump
 * read back). Clients then drop what they hold [K2, K6]. Only a copy of the very files has all four the same: `renewHistory`.
 */
export async function readEpoch(query: Query): Promise<string> {
  const [row] = await query<{ epoch: string }>(
    `SELECT concat_ws(':', history_id, (SELECT timeline_id FROM pg_control_checkpoint()),
       (SELECT system_identifier FROM pg_control_system()),
       (SELECT oid FROM pg_database WHERE datname = current_database()), tableoid::oid) AS epoch
     FROM installation WHERE id = 1`,
  )
  if (!row) throw new Error('the database has no installation row: run the migrations')
  return row.epoch
}

/** After the files of an older state were put back: another history begins, and every client starts over [K6]. */
export const renewHistory = (query: Query) => query('UPDATE installation SET history_id = gen_random_uuid()')
