import type { RemovedReason } from '#protocol/events.ts'
import type { RoomRole } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { defaultLevel } from '../sidebar/notify.ts'
import { stampMembership, stampRoom } from './clocks.ts'

/**
 * Makes people members, inside a transaction that holds the room's lock. Everything written before counts as read.
 * Answers how many were not members before. People are taken in the order of their ids [W1].
 */
export async function addMembers(
  query: Query,
  roomId: string,
  userIds: readonly string[],
  role: RoomRole = 'member',
): Promise<number> {
  const added: string[] = []
  for (const userId of [...userIds].sort()) {
    const rows = await query(
      `INSERT INTO membership AS ms (room_id, user_id, role, read_seq, shown_read_seq, delivered_seq, joined_seq, notify)
       SELECT $1, $2, $3::room_role, h.last_seq, h.last_seq, h.last_seq, h.last_seq, ${defaultLevel}
       FROM room_head h JOIN room r ON r.id = h.room_id WHERE h.room_id = $1
       ON CONFLICT (room_id, user_id) DO UPDATE
         SET left_at = NULL, left_reason = NULL, role = excluded.role, joined_at = now(), read_seq = excluded.read_seq,
             shown_read_seq = excluded.shown_read_seq, delivered_seq = excluded.delivered_seq, joined_seq = excluded.joined_seq, draft = NULL
         WHERE ms.left_at IS NOT NULL
       RETURNING 1`,
      [roomId, userId, role],
    )
    if (rows.length > 0) added.push(userId)
  }
  if (added.length === 0) return 0
  await query('UPDATE room SET member_count = member_count + $2 WHERE id = $1', [roomId, added.length])
  // What was followed before somebody left and was not yet ended: they start afresh.
  const followed = await endFollowing(query, roomId, added, 'left')
  for (const userId of added) {
    for (const threadId of followed.get(userId) ?? []) await stampMembership(query, threadId, userId)
    await stampMembership(query, roomId, userId)
  }
  await stampRoom(query, roomId)
  return added.length
}

/**
 * Who is not in a room follows none of its threads: not told when they come back, they would be unread on one device and unknown
 * to another. Answers the threads by person; the caller moves their clocks.
 */
async function endFollowing(
  query: Query,
  roomId: string,
  userIds: readonly string[],
  reason: RemovedReason,
): Promise<Map<string, string[]>> {
  const rows = await query<{ room_id: string; user_id: string }>(
    `WITH due AS (
       SELECT ms.room_id, ms.user_id FROM membership ms JOIN room t ON t.id = ms.room_id
       WHERE t.parent_room_id = $1 AND ms.user_id = ANY ($2) AND ms.left_at IS NULL
       ORDER BY ms.room_id, ms.user_id FOR NO KEY UPDATE OF ms)
     UPDATE membership ms SET left_at = now(), left_reason = $3, draft = NULL FROM due
     WHERE ms.room_id = due.room_id AND ms.user_id = due.user_id RETURNING ms.room_id, ms.user_id`,
    [roomId, userIds, reason],
  )
  const ended = new Map<string, string[]>()
  for (const { room_id, user_id } of rows) ended.set(user_id, [...(ended.get(user_id) ?? []), room_id].sort())
  return ended
}

/** Ends a membership, inside a transaction that holds the room's lock. False when there was none. */
export async function removeMember(query: Query, roomId: string, userId: string, reason: RemovedReason): Promise<boolean> {
  const rows = await query<{ role: RoomRole }>(
    `UPDATE membership SET left_at = now(), left_reason = $3, draft = NULL WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL RETURNING role`,
    [roomId, userId, reason],
  )
  const [left] = rows
  if (!left) return false
  const followed = await endFollowing(query, roomId, [userId], reason)
  const heir = left.role === 'owner' ? await nameHeir(query, roomId) : null
  await query('UPDATE room SET member_count = member_count - 1 WHERE id = $1', [roomId])
  for (const changed of [userId, ...(heir ? [heir] : [])].sort()) {
    if (changed === userId) for (const threadId of followed.get(userId) ?? []) await stampMembership(query, threadId, userId)
    await stampMembership(query, roomId, changed)
  }
  await stampRoom(query, roomId)
  return true
}

/** A room whose last owner leaves goes to its longest-standing moderator, else member. */
async function nameHeir(query: Query, roomId: string): Promise<string | null> {
  const [heir] = await query<{ user_id: string }>(
    `UPDATE membership SET role = 'owner' WHERE room_id = $1 AND user_id = (
       SELECT user_id FROM membership WHERE room_id = $1 AND left_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.room_id = $1 AND o.left_at IS NULL AND o.role = 'owner')
       ORDER BY role = 'moderator' DESC, joined_at, user_id LIMIT 1)
     RETURNING user_id`,
    [roomId],
  )
  return heir?.user_id ?? null
}
