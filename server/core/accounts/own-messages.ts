import type { Query } from '#server/database/transaction.ts'

/** Messages that one statement looks through: a room of a million is no long one. */
export const STRETCH = 20_000

/** Every room a person was ever in, with how far it goes: what they wrote is in those. Threads too, for whoever replies follows. */
export const roomsOf = (query: Query, userId: string) =>
  query<{ room_id: string; parent_room_id: string | null; last_seq: number }>(
    `SELECT ms.room_id, r.parent_room_id, h.last_seq FROM membership ms
     JOIN room r ON r.id = ms.room_id JOIN room_head h ON h.room_id = ms.room_id
     WHERE ms.user_id = $1 ORDER BY ms.room_id`,
    [userId],
  )
