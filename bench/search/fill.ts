import type pg from 'pg'
import { feedPortion, listBehind } from '#server/core/search/feed.ts'
import { queryOn } from '#server/database/transaction.ts'

const ROOMS_AT_ONCE = 200
/** What the index is read by is made after the fill: PostgreSQL makes it of a whole table many times faster than row by row. */
const MADE_AFTER = [
  'search_message_tokens_idx',
  'search_message_created_at_room_id_seq_idx',
  'search_message_law_id_created_at_room_id_seq_idx',
]

/** Takes all there is into the search index, by the product's own feed. Answers how long that took, in seconds. */
export async function fill(pool: pg.Pool): Promise<number> {
  const began = performance.now()
  const query = queryOn(pool)
  const made = await query<{ made: string }>(
    'SELECT pg_get_indexdef(indexrelid) AS made FROM pg_index WHERE indexrelid = ANY ($1::regclass[])',
    [MADE_AFTER],
  )
  for (const name of MADE_AFTER) await query(`DROP INDEX ${name}`)
  for (;;) {
    const behind = await listBehind(query, ROOMS_AT_ONCE)
    if (behind.length === 0) break
    await feedPortion(
      pool,
      behind.map(({ roomId }) => roomId),
    )
  }
  await query("SET maintenance_work_mem = '256MB'")
  for (const { made: statement } of made) await query(statement)
  await query('VACUUM ANALYZE search_message, search_word, membership')
  return (performance.now() - began) / 1_000
}

/** What the index takes on disk, in MB: its rows, all it is read by, and the words. */
export async function sizes(pool: pg.Pool): Promise<{ rows: number; indexes: number; words: number; messages: number }> {
  const [size] = await queryOn(pool)<{ rows: number; indexes: number; words: number; messages: number }>(
    `SELECT pg_table_size('search_message')::float8 / 1e6 AS rows, pg_indexes_size('search_message')::float8 / 1e6 AS indexes,
       pg_total_relation_size('search_word')::float8 / 1e6 AS words, pg_total_relation_size('message')::float8 / 1e6 AS messages`,
  )
  if (!size) throw new Error('no sizes')
  return size
}
