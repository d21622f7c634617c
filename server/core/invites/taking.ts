import { Refusal } from '#protocol/errors.ts'
import type { InvitedRole } from '#protocol/invites.ts'
import type { Query } from '#server/database/transaction.ts'
import { lockRoom } from '../rooms/clocks.ts'
import { addMembers } from '../rooms/membership.ts'
import { requireUnbanned } from '../standing/standing.ts'
import { hashToken } from '../webhooks/token.ts'
import { type InvitesMadeBy, inviters } from './right.ts'

/** As what somebody comes by an invite, and into which rooms. */
export type Invited = { inviteId: string; role: InvitedRole; roomIds: string[] }

type Row = {
  id: string
  role: InvitedRole
  rooms: { id: string; name: string }[]
  maker: string
  is_revoked: boolean
  is_ended: boolean
  is_used: boolean
  is_void: boolean
}

/** An invite is as good as its maker's right: who may invite no more, and rooms they are not in any more, count no more [IN2]. */
const LOOK = `
  SELECT i.id, i.role, u.display_name AS maker, i.revoked_at IS NOT NULL AS is_revoked,
    i.ends_at <= clock_timestamp() AS is_ended, i.uses >= i.max_uses AS is_used,
    u.deactivated_at IS NOT NULL OR NOT u.role = ANY ($2::user_role[]) OR EXISTS (
      SELECT 1 FROM sanction z WHERE z.user_id = u.id AND z.room_id IS NULL AND z.kind = 'ban' AND z.lifted_at IS NULL
        AND z.starts_at <= now() AND (z.expires_at IS NULL OR z.expires_at > now())) AS is_void,
    coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) ORDER BY r.name_key, r.id)
      FROM room r JOIN membership ms ON ms.room_id = r.id AND ms.user_id = i.created_by AND ms.left_at IS NULL
      WHERE r.id = ANY (i.room_ids) AND r.archived_at IS NULL AND r.kind IN ('PUBLIC', 'PRIVATE')), '[]') AS rooms
  FROM invite i JOIN users u ON u.id = i.created_by WHERE i.token_hash = $1`

/** What an invite says to whoever holds it. */
export type Looked = { inviteId: string; role: InvitedRole; maker: string; rooms: { id: string; name: string }[] }

/** What it says, and why nobody comes by it; refuses `not_found` for what is none. */
export async function findInvite(
  query: Query,
  token: string,
  madeBy: InvitesMadeBy,
): Promise<Looked & { refusal: Refusal | null }> {
  const [row] = await query<Row>(LOOK, [hashToken(token), inviters(madeBy)])
  if (!row) throw new Refusal('not_found', 'There is no such invite. Check the link, or ask for a new one.')
  const { id, role, maker, rooms } = row
  return { inviteId: id, role, maker, rooms, refusal: whyNot(row) }
}

function whyNot(row: Row): Refusal | null {
  if (row.is_revoked || row.is_void) return new Refusal('forbidden', 'This invite was taken back. Ask for a new one.')
  if (row.is_ended) return new Refusal('forbidden', 'This invite has ended. Ask for a new one.')
  if (row.is_used) return new Refusal('forbidden', 'This invite is used up. Ask for a new one.')
  if (row.role === 'guest' && row.rooms.length === 0)
    return new Refusal('forbidden', 'The rooms of this invite are not there any more. Ask for a new one.')
  return null
}

/** What it says, without taking it. Refuses `not_found`, and `forbidden` with a sentence that says why nobody comes by it. */
export async function requireInvite(query: Query, token: string, madeBy: InvitesMadeBy): Promise<Looked> {
  const { refusal, ...looked } = await findInvite(query, token, madeBy)
  if (refusal) throw refusal
  return looked
}

/**
 * Takes one use, in the caller's transaction: until that ends, everybody else who comes by it waits, so there are never more
 * than it has [IN1]. Refuses as `requireInvite` does.
 */
export async function takeInvite(query: Query, token: string, madeBy: InvitesMadeBy): Promise<Invited> {
  await query('SELECT 1 FROM invite WHERE token_hash = $1 FOR UPDATE', [hashToken(token)])
  const { inviteId, role, rooms } = await requireInvite(query, token, madeBy)
  await query('UPDATE invite SET uses = uses + 1 WHERE id = $1', [inviteId])
  return { inviteId, role, roomIds: rooms.map((room) => room.id) }
}

/** Keeps who came by it. */
export const noteUse = (query: Query, inviteId: string, userId: string) =>
  query('INSERT INTO invite_use (invite_id, user_id) VALUES ($1, $2)', [inviteId, userId])

/** Makes a person a member of rooms, where they are none; all locks are taken first, in the order of ids [W1]. Refuses `banned`. */
export async function enterRooms(query: Query, roomIds: readonly string[], userId: string): Promise<void> {
  const inOrder = [...roomIds].sort()
  for (const roomId of inOrder) await lockRoom(query, roomId)
  for (const roomId of inOrder) {
    await requireUnbanned(query, userId, roomId)
    await addMembers(query, roomId, [userId])
  }
}

/** Whether this person came by it already. */
export async function hasCome(query: Query, inviteId: string, userId: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM invite_use WHERE invite_id = $1 AND user_id = $2', [inviteId, userId])
  return rows.length > 0
}
