import type pg from 'pg'
import { type Query, transaction } from '#server/database/transaction.ts'
import { fold } from './fold.ts'
import { flagsOf, type IndexedRow } from './indexed.ts'
import { EDGE, edged } from './pieces.ts'
import { countIn, ensureSlices, type Slice, sliceAt } from './slices.ts'
import { authorToken, FLAGS, mentionToken, roomToken, type Token, tokensOf, wordGrams, wordToken } from './tokens.ts'

/** One at a time in the whole installation: a word that leaves with its last message must not be one that comes just now. */
const LOCK = 72_707_370
/** What one portion takes in at most: it is one transaction, and others wait for it. */
const PORTION_MESSAGES = 500
const PORTION_BYTES = 2_097_152

/** Stands for everybody in a room, as in `mention`. */
export const EVERYBODY = '00000000-0000-0000-0000-000000000000'

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
    const heads = await query<{ room_id: string; head: number; rev: number }>(
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

type Head = { room_id: string; head: number; rev: number }

/** As many rooms as a portion takes in at once, at least one: of no room have more messages changed than it is behind. */
function firstOf(heads: readonly Head[]): { now: Head[]; later: Head[] } {
  let behind = 0
  const count = heads.findIndex(({ head, rev }) => {
    behind += head - rev
    return behind > PORTION_MESSAGES
  })
  const taken = count < 0 ? heads.length : Math.max(1, count)
  return { now: heads.slice(0, taken), later: heads.slice(taken) }
}

/** Rows in the order of their revs, until the portion is full; and how far each room has come by them. */
async function readPortion(query: Query, heads: readonly Head[]) {
  const { now, later } = firstOf(heads)
  const keys = await query<{ room_id: string; seq: number; rev: number; fits: boolean }>(
    `SELECT k.room_id, k.seq, k.rev, sum(k.size) OVER w <= $3 OR row_number() OVER w = 1 AS fits
     FROM unnest($1::uuid[], $2::int8[]) WITH ORDINALITY f (room_id, rev, ord) CROSS JOIN LATERAL (
       SELECT m.room_id, m.seq, m.rev, octet_length(m.body) AS size FROM message m
       WHERE m.room_id = f.room_id AND m.rev > f.rev ORDER BY m.rev LIMIT $4) k
     WINDOW w AS (ORDER BY f.ord, k.rev) ORDER BY f.ord, k.rev`,
    [now.map((one) => one.room_id), now.map((one) => one.rev), PORTION_BYTES, PORTION_MESSAGES],
  )
  const taken = keys.filter((key) => key.fits)
  const reached = new Map<string, number>()
  for (const { room_id, rev } of taken) reached.set(room_id, rev)
  // Rooms come one after the other: of the last one that was begun, and of those after it, there may be more.
  const isFull = taken.length < keys.length || (now.length === 1 && keys.length === PORTION_MESSAGES)
  const whole = isFull ? now.findIndex((one) => one.room_id === taken.at(-1)?.room_id) : now.length
  for (const { room_id, head } of now.slice(0, whole)) reached.set(room_id, Math.max(head, reached.get(room_id) ?? 0))
  const more = [...now.slice(whole), ...later].map((one) => one.room_id)
  return { rows: await readRows(query, taken), reached, more }
}

const readRows = (query: Query, keys: readonly { room_id: string; seq: number }[]): Promise<IndexedRow[]> =>
  query<IndexedRow>(
    `SELECT m.room_id, m.seq, coalesce(r.parent_room_id, r.id) AS law_id, r.parent_room_id IS NOT NULL AS in_thread,
       m.author_id, m.created_at, m.body, m.pinned_at IS NOT NULL AS pinned,
       m.mention_user_ids || m.mention_group_ids || CASE WHEN m.mention_room IS NULL THEN '{}' ELSE ARRAY[$3::uuid] END AS mentioned,
       m.deleted_at IS NOT NULL OR m.hidden_at IS NOT NULL OR m.kind IS NOT NULL AS gone,
       EXISTS (SELECT 1 FROM reaction x WHERE x.room_id = m.room_id AND x.message_id = m.id) AS reacted,
       (SELECT array_agg(DISTINCT a.type) FROM attachment a WHERE a.room_id = m.room_id AND a.message_id = m.id) AS types
     FROM unnest($1::uuid[], $2::int8[]) k (room_id, seq)
     JOIN message m ON m.room_id = k.room_id AND m.seq = k.seq
     JOIN room r ON r.id = m.room_id`,
    [keys.map((key) => key.room_id), keys.map((key) => key.seq), EVERYBODY],
  )

async function write(query: Query, rows: readonly IndexedRow[]) {
  const slices = await ensureSlices(query)
  const kept = rows.filter((row) => !row.gone).map((row) => toIndexed(row, slices))
  const former = await query<{ text: string }>(
    `SELECT s.text FROM search_message s JOIN unnest($1::uuid[], $2::int8[]) k (room_id, seq) ON s.room_id = k.room_id AND s.seq = k.seq`,
    [rows.map((row) => row.room_id), rows.map((row) => row.seq)],
  )
  const words = new Map<string, string>()
  for (const one of kept) for (const word of one.words) if (!words.has(word)) words.set(word, '')
  await query(
    `INSERT INTO search_word (word, grams)
     SELECT n.word, n.grams::int4[] FROM unnest($1::text[], $2::text[]) n (word, grams) ON CONFLICT DO NOTHING`,
    await withGrams(query, [...words.keys()]),
  )
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
  for (const word of words.keys()) left.delete(word)
  await forgetWords(query, [...left])
}

/** Those that are not there yet, each with what it is found by. */
async function withGrams(query: Query, words: readonly string[]): Promise<[string[], string[]]> {
  const known = await query<{ word: string }>('SELECT word FROM search_word WHERE word = ANY ($1)', [words])
  const there = new Set(known.map(({ word }) => word))
  const fresh = words.filter((word) => !there.has(word)).sort()
  return [fresh, fresh.map((word) => `{${wordGrams(word).join()}}`)]
}

/** Takes away words that no message holds any more: what was deleted is not kept as a word either [M4]. */
async function forgetWords(query: Query, words: readonly string[]) {
  if (words.length === 0) return
  // Most words of any message are common, and a look at the latest ones saves the long way for them.
  const recent = await query<{ tokens: number[] }>('SELECT tokens FROM search_message ORDER BY created_at DESC LIMIT 500')
  const common = new Set(recent.flatMap(({ tokens }) => tokens))
  const rare = words.filter((word) => !common.has(wordToken(word)))
  await query(
    `DELETE FROM search_word w USING unnest($1::text[], $2::int4[]) n (word, token)
     WHERE w.word = n.word AND NOT EXISTS (SELECT 1 FROM search_message s WHERE s.tokens @> ARRAY[n.token])`,
    [rare, rare.map(wordToken)],
  )
}

function toIndexed(row: IndexedRow, slices: readonly Slice[]) {
  const folded = fold(row.body).text
  const { words, tokens } = tokensOf(folded)
  const all = new Set<Token>(tokens)
    .add(sliceAt(slices, row.created_at).token)
    .add(roomToken(row.law_id))
    .add(authorToken(row.author_id))
  for (const userId of row.mentioned) all.add(mentionToken(userId))
  for (const flag of flagsOf(row)) all.add(FLAGS[flag])
  return { row, text: edged(folded), words, tokens: all }
}
