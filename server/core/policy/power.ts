import { Refusal } from '#protocol/errors.ts'
import type { RoomRole, UserRole } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { RANK } from '../rooms/rank.ts'
import { type Right, reachOf } from './matrix.ts'

/** What somebody may do as a moderator: by their role in the installation, and in the rooms that they govern. */
export type Power = { id: string; address?: string | undefined; role: UserRole; rooms: readonly string[] }

const PLACE: Record<UserRole, number> = { guest: 0, member: 1, moderator: 2, admin: 3, owner: 4 }
export const isStaff = (role: UserRole): boolean => PLACE[role] >= PLACE.moderator

/** Read from the database as it is now: inside a transaction the role stays what it is until that ends. */
export async function findPower(query: Query, actor: Actor, isKept = false): Promise<Power> {
  const [person] = await query<{ role: UserRole }>(
    `SELECT role FROM users WHERE id = $1 AND deactivated_at IS NULL ${isKept ? 'FOR SHARE' : ''}`,
    [actor.user.id],
  )
  if (!person) throw new Refusal('unauthorized', 'You are signed out. Sign in again.')
  const rows = await query<{ id: string }>(
    `SELECT r.id FROM membership ms JOIN room r ON r.id = ms.room_id
     WHERE ms.user_id = $1 AND ms.left_at IS NULL AND ms.role <> 'member' AND r.kind IN ('PUBLIC', 'PRIVATE')`,
    [actor.user.id],
  )
  return { id: actor.user.id, address: actor.address, role: person.role, rooms: rows.map(({ id }) => id) }
}

/** Whether somebody may do this at all, and everywhere. */
export const isEverywhere = (power: Power, right: Right): boolean => reachOf(power.role, right) === 'all'

/** Whether somebody may do this in a room (null: about no room). */
export const may = (power: Power, right: Right, roomId: string | null): boolean =>
  isEverywhere(power, right) || (roomId !== null && power.rooms.includes(roomId) && reachOf('room moderator', right) === 'room')

/** Refuses `forbidden` where they may not. */
export function requireRight(power: Power, right: Right, roomId: string | null = null): void {
  if (!may(power, right, roomId)) throw new Refusal('forbidden', 'Your role here does not allow that.')
}

/**
 * Refuses `forbidden` unless somebody stands above whom they act on: by their role in the installation, or, for who governs the
 * room only, by their role in it, over people without a role in the installation [MO1].
 */
export async function requireAbove(query: Query, power: Power, userId: string, roomId: string | null): Promise<void> {
  if (userId === power.id) throw new Refusal('forbidden', 'Nobody acts on themselves. Somebody else decides that.')
  const [person] = await query<{ role: UserRole }>('SELECT role FROM users WHERE id = $1', [userId])
  if (!person) throw new Refusal('not_found', 'There is no such person.')
  if (isStaff(power.role)) {
    if (PLACE[person.role] < PLACE[power.role]) return
  } else if (roomId !== null && !isStaff(person.role)) {
    const rows = await query<{ user_id: string; role: RoomRole }>(
      'SELECT user_id, role FROM membership WHERE room_id = $1 AND user_id = ANY ($2) AND left_at IS NULL',
      [roomId, [power.id, userId]],
    )
    const rankOf = (id: string) => RANK[rows.find((row) => row.user_id === id)?.role ?? 'member']
    if (rankOf(userId) < rankOf(power.id)) return
  }
  throw new Refusal('forbidden', 'Their role is not below yours.')
}

/** Whether somebody stands above the one who asks, in the installation. */
export async function isAbove(query: Query, userId: string, power: Power): Promise<boolean> {
  const [person] = await query<{ role: UserRole }>('SELECT role FROM users WHERE id = $1', [userId])
  return person !== undefined && PLACE[person.role] > PLACE[power.role]
}
