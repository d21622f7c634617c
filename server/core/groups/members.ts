import { Refusal } from '#protocol/errors.ts'
import type { Query } from '#server/database/transaction.ts'

/** Adds people to a group, inside a transaction that holds the groups' lock. Answers how many were not in it. Refuses `not_found`. */
export async function addPeople(query: Query, groupId: string, userIds: readonly string[]): Promise<number> {
  const ids = [...new Set(userIds)].sort()
  if (ids.length === 0) return 0
  const there = await query('SELECT 1 FROM users WHERE id = ANY ($1) AND deactivated_at IS NULL AND NOT bot', [ids])
  if (there.length < ids.length) throw new Refusal('not_found', 'One of these people does not exist.')
  const rows = await query(
    'INSERT INTO user_group_member (group_id, user_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING RETURNING 1',
    [groupId, ids],
  )
  if (rows.length > 0) await query('UPDATE user_group SET member_count = member_count + $2 WHERE id = $1', [groupId, rows.length])
  return rows.length
}

/** Takes people out of a group. Answers how many were in it. */
export async function removePeople(query: Query, groupId: string, userIds: readonly string[]): Promise<number> {
  if (userIds.length === 0) return 0
  const rows = await query('DELETE FROM user_group_member WHERE group_id = $1 AND user_id = ANY ($2) RETURNING 1', [
    groupId,
    [...userIds],
  ])
  if (rows.length > 0) await query('UPDATE user_group SET member_count = member_count - $2 WHERE id = $1', [groupId, rows.length])
  return rows.length
}
