import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import type { InvitesMadeBy } from './right.ts'
import { enterRooms, findInvite, hasCome, noteUse, takeInvite } from './taking.ts'

/** What an invite has for somebody who has an account: rooms to join, or nothing any more. `leadsTo` is one of its rooms they are in. */
export type Standing = { maker: string; rooms: { id: string; name: string }[]; isIn: boolean; leadsTo: string | null }

/** How this person stands to an invite: in once they came by it, or are in all of its rooms. Refuses as `takeInvite` does where they are not. */
export async function readStanding(pool: pg.Pool, user: User, token: string, madeBy: InvitesMadeBy): Promise<Standing> {
  const query = queryOn(pool)
  const { refusal, inviteId, maker, rooms } = await findInvite(query, token, madeBy)
  const own = await ownAmong(query, user.id, rooms)
  const isIn = own.length === rooms.length || (await hasCome(query, inviteId, user.id))
  if (refusal && !isIn) throw refusal
  return { maker, rooms, isIn, leadsTo: own[0] ?? null }
}

/**
 * Somebody who has an account comes by an invite: they join its rooms and stay what they are. Who came by it before, or is in
 * all of its rooms, takes no use of it. Answers the room it leads to, null for none. Refuses as `takeInvite` does, and `banned`.
 */
export const acceptInvite = (pool: pg.Pool, user: User, token: string, madeBy: InvitesMadeBy): Promise<string | null> =>
  transaction(pool, async (query) => {
    const { inviteId, rooms } = await findInvite(query, token, madeBy)
    const [first] = rooms
    if ((await ownAmong(query, user.id, rooms)).length === rooms.length) return first?.id ?? null
    const { roomIds } = await takeInvite(query, token, madeBy)
    if (await hasCome(query, inviteId, user.id)) throw new Refusal('forbidden', 'You have used this invite. Ask for a new one.')
    await enterRooms(query, roomIds, user.id)
    await noteUse(query, inviteId, user.id)
    return first?.id ?? null
  })

async function ownAmong(query: Query, userId: string, rooms: readonly { id: string }[]): Promise<string[]> {
  const rows = await query<{ room_id: string }>(
    'SELECT room_id FROM membership WHERE user_id = $1 AND room_id = ANY ($2) AND left_at IS NULL',
    [userId, rooms.map((room) => room.id)],
  )
  const own = new Set(rows.map((row) => row.room_id))
  return rooms.map((room) => room.id).filter((id) => own.has(id))
}
