import { notify } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'

/** Takes the lock under which everything about a room is changed. False when there is no such room. Always the first lock [W1]. */
export async function lockRoom(query: Query, roomId: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM room_head WHERE room_id = $1 FOR NO KEY UPDATE', [roomId])
  return rows.length > 0
}

/** The room itself changed: it takes the next rev, and every node hears of it when this commits. */
export async function stampRoom(query: Query, roomId: string): Promise<void> {
  await query(
    `WITH h AS (UPDATE room_head SET rev = rev + 1 WHERE room_id = $1 RETURNING rev)
     UPDATE room SET rev = h.rev FROM h WHERE id = $1`,
    [roomId],
  )
  await notify(query, { room: roomId })
}

/** A person's own facts about a room changed: their clock moves on, and the nodes they are connected to hear of it. */
export async function stampMembership(query: Query, roomId: string, userId: string): Promise<void> {
  await query(
    `WITH u AS (UPDATE user_head SET me_rev = me_rev + 1 WHERE user_id = $2 RETURNING me_rev)
     UPDATE membership SET me_rev = u.me_rev FROM u WHERE room_id = $1 AND user_id = $2`,
    [roomId, userId],
  )
  await notify(query, { person: userId })
}
