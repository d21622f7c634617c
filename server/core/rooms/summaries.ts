import type { RoomSummary } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { type PersonalRow, personalColumns, type RoomRow, roomColumns, toSummary } from './row.ts'

/** A member's rooms: their own memberships, and threads they follow while they are in the parent. */
const MEMBERSHIPS = `
  FROM membership ms
  JOIN room r ON r.id = ms.room_id
  JOIN room_head h ON h.room_id = r.id
  WHERE ms.user_id = $1 AND ms.left_at IS NULL
    AND (r.parent_room_id IS NULL OR EXISTS (
      SELECT 1 FROM membership pm WHERE pm.room_id = r.parent_room_id AND pm.user_id = ms.user_id AND pm.left_at IS NULL))`

export type OwnRoom = { summary: RoomSummary; meRev: number }

const toOwn = (row: RoomRow & PersonalRow): OwnRoom => ({ summary: toSummary(row), meRev: row.me_rev ?? 0 })

/** Ids of every room a person hears of. */
export async function listRoomIds(query: Query, userId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(`SELECT r.id ${MEMBERSHIPS}`, [userId])
  return rows.map((row) => row.id)
}

/** Every room of a person, or those whose own facts changed after `sinceMeRev`. */
export async function listOwnRooms(query: Query, userId: string, sinceMeRev = -1): Promise<OwnRoom[]> {
  const rows = await query<RoomRow & PersonalRow>(
    `SELECT ${roomColumns}, ${personalColumns} ${MEMBERSHIPS} AND ms.me_rev > $2 ORDER BY r.id`,
    [userId, sinceMeRev],
  )
  return rows.map(toOwn)
}

/** Ids, revs and meRevs of a person's rooms: what hello compares before it reads more. */
export async function listOwnClocks(query: Query, userId: string): Promise<{ id: string; rev: number; meRev: number }[]> {
  const rows = await query<{ id: string; rev: number; me_rev: number }>(`SELECT r.id, h.rev, ms.me_rev ${MEMBERSHIPS}`, [userId])
  return rows.map((row) => ({ id: row.id, rev: row.rev, meRev: row.me_rev }))
}

/** Summaries of some of a person's rooms. */
export async function listSomeOwnRooms(query: Query, userId: string, ids: string[]): Promise<OwnRoom[]> {
  if (ids.length === 0) return []
  const rows = await query<RoomRow & PersonalRow>(
    `SELECT ${roomColumns}, ${personalColumns} ${MEMBERSHIPS} AND r.id = ANY ($2)`,
    [userId, ids],
  )
  return rows.map(toOwn)
}

/** Rooms a person was in and is no longer, since `sinceMeRev`, with why. */
export async function listLostRooms(
  query: Query,
  userId: string,
  sinceMeRev: number,
): Promise<{ roomId: string; reason: string; meRev: number }[]> {
  const rows = await query<{ room_id: string; left_reason: string | null; me_rev: number }>(
    'SELECT room_id, left_reason, me_rev FROM membership WHERE user_id = $1 AND left_at IS NOT NULL AND me_rev > $2 ORDER BY me_rev',
    [userId, sinceMeRev],
  )
  return rows.map((row) => ({ roomId: row.room_id, reason: row.left_reason ?? 'left', meRev: row.me_rev }))
}

/** A room as one person sees it, whether or not they are in it. Access is the caller's business. */
export async function findSummary(query: Query, roomId: string, userId: string): Promise<RoomSummary | null> {
  const [row] = await query<RoomRow & Partial<PersonalRow>>(
    `SELECT ${roomColumns}, ${personalColumns}
     FROM room r JOIN room_head h ON h.room_id = r.id
     LEFT JOIN membership ms ON ms.room_id = r.id AND ms.user_id = $2 AND ms.left_at IS NULL
     WHERE r.id = $1`,
    [roomId, userId],
  )
  return row ? toSummary(row) : null
}
