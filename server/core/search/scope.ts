import { Refusal } from '#protocol/errors.ts'
import type { User } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { noSuchRoom } from '../rooms/access.ts'
import { nameKey } from '../rooms/names.ts'
import { type Slice, toSlice } from './slices.ts'

/**
 * Rooms whose messages a person may find: those they are a member of, archived ones too, and public ones they never were
 * in unless they are a guest. What one left, was removed or is banned from is not searched. Threads go with their rooms.
 * And the slices of the index, the newest first.
 */
export async function readScope(query: Query, user: Pick<User, 'id' | 'role'>): Promise<{ laws: string[]; slices: Slice[] }> {
  const [row] = await query<{ laws: string[]; slices: Date[] }>(
    `SELECT ARRAY(
       SELECT l.id FROM (
         SELECT ms.room_id AS id FROM membership ms JOIN room r ON r.id = ms.room_id AND r.parent_room_id IS NULL
         WHERE ms.user_id = $1 AND ms.left_at IS NULL
         UNION ALL
         SELECT r.id FROM room r WHERE r.kind = 'PUBLIC' AND $2
           AND NOT EXISTS (SELECT 1 FROM membership ms WHERE ms.room_id = r.id AND ms.user_id = $1)) l
       WHERE NOT EXISTS (SELECT 1 FROM sanction z WHERE z.user_id = $1 AND z.room_id = l.id AND z.kind = 'ban'
         AND z.lifted_at IS NULL AND z.starts_at <= now() AND (z.expires_at IS NULL OR z.expires_at > now()))) AS laws,
       ARRAY(SELECT begins_at FROM search_slice ORDER BY begins_at DESC) AS slices`,
    [user.id, user.role !== 'guest'],
  )
  return { laws: row?.laws ?? [], slices: (row?.slices ?? []).map(toSlice) }
}

/** A room to search in: its law room, and the thread where it is one. */
export type Place = { lawId: string; roomId: string | null }

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * What `in:` names: a room by id, by name with or without #, or by @name the direct room with somebody. Refuses
 * `not_found` alike for what is not there and for what is not theirs [V1].
 */
export async function findPlaces(query: Query, user: Pick<User, 'id'>, value: string, laws: readonly string[]): Promise<Place[]> {
  const found = ID.test(value)
    ? await query<Place>(
        `SELECT coalesce(r.parent_room_id, r.id) AS "lawId", CASE WHEN r.parent_room_id IS NOT NULL THEN r.id END AS "roomId"
         FROM room r WHERE r.id = $1`,
        [value],
      )
    : value.startsWith('@')
      ? await query<Place>(
          `SELECT r.id AS "lawId", NULL AS "roomId" FROM users u JOIN membership a ON a.user_id = u.id
           JOIN room r ON r.id = a.room_id AND r.kind = 'DIRECT' AND r.member_count <= 2
           JOIN membership me ON me.room_id = r.id AND me.user_id = $2
           WHERE u.username = $1 AND (u.id <> $2 OR r.member_count = 1)`,
          [usernameOf(value), user.id],
        )
      : await query<Place>(`SELECT r.id AS "lawId", NULL AS "roomId" FROM room r WHERE r.id = ANY ($2) AND r.name_key = $1`, [
          nameKey(value.replace(/^#/, '')),
          laws,
        ])
  const allowed = new Set(laws)
  const places = found.filter(({ lawId }) => allowed.has(lawId))
  if (places.length === 0) throw noSuchRoom()
  return places
}

const usernameOf = (value: string) => value.replace(/^@/, '').normalize('NFKC').toLowerCase()

/**
 * Whom `from:` names: `me`, a username with or without @, or a displayed name. Refuses `not_found`. To a guest only those are there
 * who are or were in a room of theirs: they may have written in it [V1].
 */
export async function findAuthors(query: Query, user: Pick<User, 'id' | 'role'>, value: string): Promise<string[]> {
  if (value.toLowerCase() === 'me') return [user.id]
  const rows = await query<{ id: string; named: boolean }>(
    `SELECT u.id, u.username = $1 AS named FROM users u WHERE (u.username = $1 OR lower(u.display_name) = $2)
       AND ($4 OR EXISTS (SELECT 1 FROM membership a JOIN membership b ON b.room_id = a.room_id
         WHERE a.user_id = $3 AND a.left_at IS NULL AND b.user_id = u.id))
     ORDER BY 2 DESC LIMIT 20`,
    [usernameOf(value), value.replace(/^@/, '').normalize('NFC').toLowerCase(), user.id, user.role !== 'guest'],
  )
  const exact = rows.filter((row) => row.named)
  const ids = (exact.length > 0 ? exact : rows).map((row) => row.id)
  if (ids.length === 0) throw new Refusal('not_found', 'There is nobody of that name.')
  return ids
}
