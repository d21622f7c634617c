import { Refusal } from '#protocol/errors.ts'
import type { RoomRole } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { audit } from '../audit/audit.ts'
import { stampMembership, stampRoom } from './clocks.ts'
import { findRole, requireRank } from './rank.ts'

export const OWNERS_ONLY = 'Only a room’s owner can say who governs it.'

/**
 * Makes a member owner, moderator or plain member, inside a transaction that holds the room's lock. Refuses `forbidden` (the
 * one who asks is no owner), `not_found` (not a member), `conflict` (the last owner stays [R1]).
 */
export async function changeRole(
  query: Query,
  roomId: string,
  by: { id: string; address?: string | undefined },
  userId: string,
  role: RoomRole,
): Promise<void> {
  await requireRank(query, roomId, by.id, 'owner', OWNERS_ONLY)
  const former = await findRole(query, roomId, userId)
  if (former === null) throw new Refusal('not_found', 'They are not in this room.')
  if (former === role) return
  if (former === 'owner') {
    const owners = await query(`SELECT 1 FROM membership WHERE room_id = $1 AND role = 'owner' AND left_at IS NULL LIMIT 2`, [
      roomId,
    ])
    if (owners.length < 2) throw new Refusal('conflict', 'A room needs an owner. Make somebody else owner first.')
  }
  await query('UPDATE membership SET role = $3::room_role WHERE room_id = $1 AND user_id = $2', [roomId, userId, role])
  await stampMembership(query, roomId, userId)
  await stampRoom(query, roomId)
  await audit(query, { by, act: 'room:role', kind: 'person', id: userId, userId, roomId, before: former, after: role })
}
