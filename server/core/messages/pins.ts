import type pg from 'pg'
import type { Message, User } from '#protocol/models.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import { requireReadable } from '../rooms/access.ts'
import { readDownwards } from './downwards.ts'

/** What the database raises where a room holds as many pins as it can (`parley_pins_limit`). */
const PINS_LIMIT = 'PP001'
export const isPinsLimit = (error: unknown): boolean => (error as { code?: string }).code === PINS_LIMIT

/** How many messages of a room are pinned now. */
export async function countPins(query: Query, roomId: string): Promise<number> {
  const [row] = await query<{ pins: number }>(
    'SELECT count(*)::int AS pins FROM message WHERE room_id = $1 AND pinned_at IS NOT NULL',
    [roomId],
  )
  return row?.pins ?? 0
}

/** A room's pinned messages, the latest of them first, in pages of 50 and 256 KB. Refuses `not_found`, and `invalid` for a cursor nobody gave. */
export async function listPins(
  pool: pg.Pool,
  user: User,
  roomId: string,
  cursor?: string,
): Promise<{ messages: Message[]; next?: string }> {
  const query = queryOn(pool)
  await requireReadable(query, roomId, user)
  return readDownwards(query, { roomId, viewer: user.id, by: 'seq', where: 'm.pinned_at IS NOT NULL', cursor })
}
