import { Refusal } from '#protocol/errors.ts'
import type { RoomKind, RoomRole, User } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'

export type Access = {
  roomId: string
  kind: RoomKind
  /** The room whose members, roles and sanctions count: a thread's parent, else the room itself. */
  lawId: string
  lawKind: RoomKind
  archived: boolean
  /** Absent for somebody who is not a member. */
  role: RoomRole | null
  memberCount: number
}

/** What is not yours looks exactly like what is not there [V1]. */
export const noSuchRoom = () => new Refusal('not_found', 'There is no such room.')

type Row = {
  id: string
  kind: RoomKind
  law_id: string
  law_kind: RoomKind
  archived: boolean
  role: RoomRole | null
  member_count: number
}

/** How somebody stands to a room, or null when they may not even know of it. Public rooms are open to all but guests. */
export async function findAccess(query: Query, roomId: string, user: Pick<User, 'id' | 'role'>): Promise<Access | null> {
  const [row] = await query<Row>(
    `SELECT r.id, r.kind, l.id AS law_id, l.kind AS law_kind, l.archived_at IS NOT NULL AS archived, ms.role, l.member_count
     FROM room r JOIN room l ON l.id = coalesce(r.parent_room_id, r.id)
     LEFT JOIN membership ms ON ms.room_id = l.id AND ms.user_id = $2 AND ms.left_at IS NULL
     WHERE r.id = $1`,
    [roomId, user.id],
  )
  if (!row) return null
  if (row.role === null && (row.law_kind !== 'PUBLIC' || user.role === 'guest')) return null
  return {
    roomId: row.id,
    kind: row.kind,
    lawId: row.law_id,
    lawKind: row.law_kind,
    archived: row.archived,
    role: row.role,
    memberCount: row.member_count,
  }
}

/** Refuses `not_found` unless the person may read the room: its members, and everybody but guests in a public one. */
export async function requireReadable(query: Query, roomId: string, user: Pick<User, 'id' | 'role'>): Promise<Access> {
  const access = await findAccess(query, roomId, user)
  if (!access) throw noSuchRoom()
  return access
}

/** Refuses `not_found` unless the person is a member (of the parent, for a thread). */
export async function requireMember(
  query: Query,
  roomId: string,
  user: Pick<User, 'id' | 'role'>,
): Promise<Access & { role: RoomRole }> {
  const access = await requireReadable(query, roomId, user)
  if (access.role === null) {
    if (access.lawKind === 'PUBLIC') throw new Refusal('forbidden', 'Join the room first.')
    throw noSuchRoom()
  }
  return { ...access, role: access.role }
}
