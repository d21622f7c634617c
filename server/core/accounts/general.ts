import type { RoomRole } from '#protocol/models.ts'
import { notify } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'

/** The id of the room that everyone joins, whatever it is called later. */
export const GENERAL_ROOM_ID = '00000000-0000-8000-8000-000000000001'
const NAME = 'general'
const TOPIC = 'For everybody here.'

/**
 * Makes `#general` if it is not there, in the caller's transaction. Answers the id of the room that everyone joins, or
 * null once it was archived [A9].
 */
export async function ensureGeneral(query: Query): Promise<string | null> {
  await query(
    `WITH made AS (
       INSERT INTO room (id, kind, name, name_key, topic) VALUES ($1, 'PUBLIC', $2, $2, $3) ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO room_head (room_id) SELECT id FROM made ON CONFLICT DO NOTHING`,
    [GENERAL_ROOM_ID, NAME, TOPIC],
  )
  const [room] = await query<{ id: string }>(
    `SELECT id FROM room WHERE archived_at IS NULL AND (id = $1 OR (kind = 'PUBLIC' AND name_key = $2)) ORDER BY (id = $1) DESC LIMIT 1`,
    [GENERAL_ROOM_ID, NAME],
  )
  return room?.id ?? null
}

/** Has a person who was made in this transaction join `#general`: a change of the room and of the person, told to both. */
export async function joinGeneral(query: Query, userId: string, role: RoomRole): Promise<void> {
  const roomId = await ensureGeneral(query)
  if (!roomId) return
  // Lock order: room_head, membership, user_head. The update takes the lock that a send takes.
  const [head] = await query<{ rev: number; last_seq: number }>(
    'UPDATE room_head SET rev = rev + 1 WHERE room_id = $1 RETURNING rev, last_seq',
    [roomId],
  )
  if (!head) throw new Error(`room ${roomId} has no head`)
  await query(
    `INSERT INTO membership (room_id, user_id, role, read_seq, shown_read_seq, delivered_seq, joined_seq) VALUES ($1, $2, $3::room_role, $4, $4, $4, $4)`,
    [roomId, userId, role, head.last_seq],
  )
  await query('UPDATE room SET member_count = member_count + 1, rev = $2 WHERE id = $1', [roomId, head.rev])
  await query(
    `WITH clock AS (UPDATE user_head SET me_rev = me_rev + 1 WHERE user_id = $2 RETURNING me_rev)
     UPDATE membership SET me_rev = clock.me_rev FROM clock WHERE room_id = $1 AND user_id = $2`,
    [roomId, userId],
  )
  await notify(query, { room: roomId })
  await notify(query, { person: userId })
}
