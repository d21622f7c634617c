import { Refusal } from '#protocol/errors.ts'
import type { RoomRole } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { noSuchRoom } from './access.ts'

export const RANK: Record<RoomRole, number> = { member: 0, moderator: 1, owner: 2 }
export const mayGovern = (role: RoomRole) => RANK[role] >= RANK.moderator

/** Somebody's role in a room, or null. Inside a transaction that holds the room's lock it stays what it is [W3]. */
export async function findRole(query: Query, roomId: string, userId: string): Promise<RoomRole | null> {
  const [row] = await query<{ role: RoomRole }>(
    'SELECT role FROM membership WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL',
    [roomId, userId],
  )
  return row?.role ?? null
}

/** Refuses `forbidden`, in these words, where somebody is below `least` by now; `not_found` where they are no member any more. */
export async function requireRank(
  query: Query,
  roomId: string,
  userId: string,
  least: RoomRole,
  words: string,
): Promise<RoomRole> {
  const role = await findRole(query, roomId, userId)
  if (role === null) throw noSuchRoom()
  if (RANK[role] < RANK[least]) throw new Refusal('forbidden', words)
  return role
}
