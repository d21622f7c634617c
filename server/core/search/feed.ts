import type pg from 'pg'
import { type Query, transaction } from '#server/database/transaction.ts'
import { fold } from './fold.ts'
import { flagsOf, type IndexedRow, wordsOf } from './indexed.ts'
import { EDGE, edged } from './pieces.ts'
import { type Head, readPortion } from './portion.ts'
import { countIn, ensureSlices, type Slice, sliceAt } from './slices.ts'
import { authorToken, FLAGS, mentionToken, roomToken, type Token, tokensOf } from './tokens.ts'
import { forgetWords, keepWords } from './words.ts'

/** One at a time in the whole installation: a word that leaves with its last message must not be one that comes just now. */
const LOCK = 72_707_370

/** Rooms whose log is ahead of the index, the least behind first, so that what is written now is found soonest. */
export const listBehind = (query: Query, limit: number): Promise<{ roomId: string; behind: number }[]> =>
  query<{ roomId: string; behind: number }>(
    `SELECT h.room_id AS "roomId", h.rev - coalesce(c.rev, 0) AS behind
     FROM room_head h LEFT JOIN search_cursor c ON c.room_id = h.room_id
     WHERE h.rev > coalesce(c.rev, 0) ORDER BY 2, 1 LIMIT $1`,
    [limit],
  )

/**
 * Takes a portion of what changed in these rooms into the index: at most 500 messages and 2 MB. It starts from where each
 * room stands in the index and ends where the log stood, so doing it twice, or dying in between, harms nothing. Answers
 * the rooms of which there is more; null when another one is at it.
 */
export async function feedPortion(pool: pg.Pool, roomIds: readonly string[]): Promise<string[] | null> {
  return transaction(pool, async (query) => {
    const [lock] = await query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [LOCK])
    if (!lock?.held) return null
    const heads = await query<Head>(
      `SELECT h.room_id, h.rev AS head, coalesce(c.rev, 0) AS rev
       FROM room_head h LEFT JOIN search_cursor c ON c.room_id = h.room_id
       WHERE h.room_id = ANY ($1) AND h.rev > coalesce(c.rev, 0) ORDER BY h.rev - coalesce(c.rev, 0)`,
      [roomIds],
    )
    if (heads.length === 0) return []
    const { rows, reached, more } = await readPortion(query, heads)
    await write(query, rows)
    await query(
      `INSERT INTO search_cursor (room_id, rev) SELECT * FROM unnest($1::uuid[], $2::int8[])
       ON CONFLICT (room_id) DO UPDATE SET rev = excluded.rev`,
      [[...reached.keys()], [...reached.values()]],
    )
    return more
  })
}

async function write(query: Query, rows: readonly IndexedRow[]) {
  const slices = await ensureSlices(query)
  const kept = rows.filter((row) => !row.gone).map((row) => toIndexed(row, slices))
  const former = await query<{ text: string }>(
    `SELECT s.text FROM search_message s JOIN unnest($1::uuid[], $2::int8[]) k (room_id, seq) ON s.room_id = k.room_id AND s.seq = k.seq`,
    [rows.map((row) => row.room_id), rows.map((row) => row.seq)],
  )
  const words = new Set(kept.flatMap((one) => [...one.words]))
  await keepWords(query, [...words])
  await query(
    `INSERT INTO search_message (room_id, seq, law_id, author_id, created_at, text, tokens)
     SELECT n.room_id, n.seq, n.law_id, n.author_id, n.created_at, n.text, n.tokens::int4[]
     FROM unnest($1::uuid[], $2::int8[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[])
       n (room_id, seq, law_id, author_id, created_at, text, tokens)
     ON CONFLICT (room_id, seq) DO UPDATE SET text = excluded.text, tokens = excluded.tokens
     WHERE search_message.text <> excluded.text OR search_message.tokens <> excluded.tokens`,
    [
      kept.map(({ row }) => row.room_id),
      kept.map(({ row }) => row.seq),
      kept.map(({ row }) => row.law_id),
      kept.map(({ row }) => row.author_id),
      kept.map(({ row }) => row.created_at),
      kept.map(({ text }) => text),
      kept.map(({ tokens }) => `{${[...tokens].join()}}`),
    ],
  )
  await countIn(
    query,
    slices,
    kept.map(({ row }) => row.created_at),
  )
  const gone = rows.filter((row) => row.gone)
  await query(
    `DELETE FROM search_message s USING unnest($1::uuid[], $2::int8[]) k (room_id, seq) WHERE s.room_id = k.room_id AND s.seq = k.seq`,
    [gone.map((row) => row.room_id), gone.map((row) => row.seq)],
  )
  const left = new Set(former.flatMap(({ text }) => [...tokensOf(text.replaceAll(EDGE, '')).words]))
  for (const word of words) left.delete(word)
  await forgetWords(query, [...left])
}

function toIndexed(row: IndexedRow, slices: readonly Slice[]) {
  const folded = fold(wordsOf(row)).text
  const { words, tokens } = tokensOf(folded)
  const all = new Set<Token>(tokens)
    .add(sliceAt(slices, row.created_at).token)
    .add(roomToken(row.law_id))
    .add(authorToken(row.author_id))
  for (const userId of row.mentioned) all.add(mentionToken(userId))
  for (const flag of flagsOf(row)) all.add(FLAGS[flag])
  return { row, text: edged(folded), words, tokens: all }
}
