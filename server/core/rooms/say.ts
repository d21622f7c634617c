import { uuidv7 } from 'uuidv7'
import type { Query } from '#server/database/transaction.ts'

/**
 * The product's own line in a room, of what somebody did to it, inside a transaction that holds the room's lock. It counts as
 * unread for nobody [M5] and is neither edited nor deleted.
 */
export async function say(query: Query, roomId: string, userId: string, words: string): Promise<void> {
  await query(
    `WITH h AS (
       UPDATE room_head SET last_seq = last_seq + 1, rev = rev + 1, last_at = clock_timestamp()::timestamptz(3) WHERE room_id = $1
       RETURNING last_seq, rev, last_at)
     INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids, kind)
     SELECT $2, $1, h.last_seq, h.rev, $3, $4, h.last_at, '{}', 'system' FROM h`,
    [roomId, uuidv7(), userId, words],
  )
}
