import type { Invite, InvitedRole } from '#protocol/invites.ts'
import type { User } from '#protocol/models.ts'

export type InviteRow = {
  id: string
  role: InvitedRole
  room_count: number
  rooms: { id: string; name: string }[]
  note: string | null
  created_by: string
  created_at: Date
  uses: number
  max_uses: number
  ends_at: Date
  state: Invite['state']
}

/** What is told of an invite (`i`) to the person of $1; $2: whether they may know of every public room. */
export const inviteColumns = `
  i.id, i.role, cardinality(i.room_ids) AS room_count, i.note, i.created_by, i.created_at, i.uses, i.max_uses, i.ends_at,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) ORDER BY r.name_key, r.id) FROM room r
    WHERE r.id = ANY (i.room_ids) AND r.name IS NOT NULL AND ((r.kind = 'PUBLIC' AND $2) OR EXISTS (
      SELECT 1 FROM membership ms WHERE ms.room_id = r.id AND ms.user_id = $1 AND ms.left_at IS NULL))), '[]') AS rooms,
  CASE WHEN i.revoked_at IS NOT NULL THEN 'revoked' WHEN i.uses >= i.max_uses THEN 'used'
    WHEN i.ends_at <= now() THEN 'ended' ELSE 'open' END AS state`

/** The first values of a query with `inviteColumns`. */
export const seenBy = (user: Pick<User, 'id' | 'role'>): [string, boolean] => [user.id, user.role !== 'guest']

export const toInvite = (row: InviteRow): Invite => ({
  id: row.id,
  role: row.role,
  roomCount: row.room_count,
  rooms: row.rooms,
  ...(row.note ? { note: row.note } : {}),
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  uses: row.uses,
  maxUses: row.max_uses,
  endsAt: row.ends_at.toISOString(),
  state: row.state,
})
