import { Refusal } from '#protocol/errors.ts'
import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { nameKey } from './names.ts'
import { type PersonalRow, personalColumns, type RoomRow, roomColumns, toSummary } from './row.ts'

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Public rooms that are not archived, by name, in pages; those whose name or topic holds `text`. Guests discover nothing. */
export async function discoverRooms(
  query: Query,
  user: User,
  wanted: { query?: string | undefined; cursor?: string | undefined; limit?: number | undefined },
): Promise<{ rooms: RoomSummary[]; next?: string }> {
  if (user.role === 'guest') return { rooms: [] }
  const limit = wanted.limit ?? PAGE_DEFAULT
  if (wanted.cursor !== undefined && !wanted.cursor.isWellFormed()) throw new Refusal('invalid', 'This page does not exist.')
  const rows = await query<RoomRow & Partial<PersonalRow> & { name_key: string }>(
    `SELECT ${roomColumns}, ${personalColumns}, r.name_key
     FROM room r JOIN room_head h ON h.room_id = r.id
     LEFT JOIN membership ms ON ms.room_id = r.id AND ms.user_id = $1 AND ms.left_at IS NULL
     WHERE r.kind = 'PUBLIC' AND r.archived_at IS NULL AND r.name_key > $2
       AND (r.name_key LIKE $3 OR lower(coalesce(r.topic, '')) LIKE $3)
     ORDER BY r.name_key LIMIT $4`,
    [user.id, wanted.cursor ?? '', `%${escapeLike(nameKey(wanted.query ?? ''))}%`, limit + 1],
  )
  const page = rows.slice(0, limit)
  const end = page.at(-1)
  return { rooms: page.map(toSummary), ...(rows.length > limit && end ? { next: end.name_key } : {}) }
}
