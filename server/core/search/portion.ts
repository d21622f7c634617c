import type { Query } from '#server/database/transaction.ts'
import type { IndexedRow } from './indexed.ts'

/** What one portion takes in at most: it is one transaction, and others wait for it. */
const PORTION_MESSAGES = 500
const PORTION_BYTES = 2_097_152

/** Stands for everybody in a room, as in `mention`. */
export const EVERYBODY = '00000000-0000-0000-0000-000000000000'

/** How far a room is, and how far the index has taken it in. */
export type Head = { room_id: string; head: number; rev: number }

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
export async function readPortion(query: Query, heads: readonly Head[]) {
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
       m.files
     FROM unnest($1::uuid[], $2::int8[]) k (room_id, seq)
     JOIN message m ON m.room_id = k.room_id AND m.seq = k.seq
     JOIN room r ON r.id = m.room_id`,
    [keys.map((key) => key.room_id), keys.map((key) => key.seq), EVERYBODY],
  )
