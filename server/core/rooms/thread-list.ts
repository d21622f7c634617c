import type pg from 'pg'
import type { Message, User } from '#protocol/models.ts'
import { queryOn } from '#server/database/transaction.ts'
import { readDownwards } from '../messages/downwards.ts'
import { requireReadable } from './access.ts'

/** Messages that have replies. The room's own threads are looked up once, not once a message. */
const HAS_REPLIES = `m.id IN (
  SELECT t.parent_message_id FROM room t JOIN room_head h ON h.room_id = t.id
  WHERE t.parent_room_id = $1 AND h.last_seq > h.deleted)`

/**
 * The threads of a room as the messages they belong to, the one that changed last first (a reply changes its message), in
 * pages. Refuses `not_found`, and `invalid` for a cursor nobody gave. A thread has none.
 */
export async function listThreads(
  pool: pg.Pool,
  user: User,
  roomId: string,
  cursor?: string,
): Promise<{ messages: Message[]; next?: string }> {
  const query = queryOn(pool)
  await requireReadable(query, roomId, user)
  return readDownwards(query, { roomId, viewer: user.id, by: 'rev', where: HAS_REPLIES, cursor })
}
