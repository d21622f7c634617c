import type { User } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'

/** Whether `viewer` and the person of `other` (both SQL) are in one room now. A thread that was followed once proves nothing. */
export const sharesRoom = (viewer: string, other: string) => `EXISTS (
  SELECT 1 FROM membership a JOIN membership b ON b.room_id = a.room_id
  JOIN room r ON r.id = a.room_id AND r.kind <> 'THREAD'
  WHERE a.user_id = ${viewer} AND a.left_at IS NULL AND b.user_id = ${other} AND b.left_at IS NULL)`

/** Whether all of these people are there for `viewer`: nobody of a closed account, no bot, and to a guest nobody they share no room with [V1]. */
export async function areKnown(query: Query, viewer: Pick<User, 'id' | 'role'>, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return true
  const wanted = [...new Set(ids)]
  const rows = await query(
    `SELECT 1 FROM users u WHERE u.id = ANY ($2) AND u.deactivated_at IS NULL AND NOT u.bot AND ($3 OR u.id = $1 OR ${sharesRoom('$1', 'u.id')})`,
    [viewer.id, wanted, viewer.role !== 'guest'],
  )
  return rows.length === wanted.length
}
