import type pg from 'pg'
import { UNREAD_NAMED_MAX } from '#protocol/limits.ts'
import type { RoomCounts, RoomSummary, UnreadMessage, User } from '#protocol/models.ts'
import { type Query, queryOn, SNAPSHOT, transaction } from '#server/database/transaction.ts'
import { requireMember } from './access.ts'
import { listSomeOwnRooms } from './summaries.ts'

export type WhyUnread = RoomCounts & {
  lastSeq: number
  first?: UnreadMessage
  mentions: (UnreadMessage & { of: 'me' | 'all' | 'here' })[]
}

type Row = { id: string; seq: number; author_id: string; created_at: Date; mention_room: 'all' | 'here' | null; by_name: boolean }

/** What counts as unread [M5] of a room ($1) for a person ($2) who has read up to $3. */
const COUNTS = `m.room_id = $1 AND m.seq > $3 AND m.author_id <> $2 AND m.deleted_at IS NULL AND m.hidden_at IS NULL`

/** A person's counts in some of their rooms, and the rev they are of. Rooms that are not theirs are left out [V1]. */
export async function countRooms(pool: pg.Pool, user: User, roomIds: string[]): Promise<RoomCounts[]> {
  const rooms = await listSomeOwnRooms(queryOn(pool), user.id, roomIds)
  return rooms.map(({ summary }) => toCounts(summary))
}

const toCounts = ({ id: roomId, rev, readSeq, unread, mentionCount }: RoomSummary): RoomCounts => ({
  roomId,
  rev,
  readSeq,
  unread,
  mentionCount,
})

/**
 * Why a room is unread for somebody: its counts as everywhere else, the first message that counts, and the first five that
 * mention them, all of one moment. Refuses `not_found`, and `forbidden` to who is not a member. Somebody who does not follow a
 * thread has read it.
 */
export async function explainUnread(pool: pg.Pool, user: User, roomId: string): Promise<WhyUnread> {
  return transaction(
    pool,
    async (query) => {
      const access = await requireMember(query, roomId, user)
      const [own] = await listSomeOwnRooms(query, user.id, [access.roomId])
      if (!own) return nothingUnread(query, roomId)
      const { summary } = own
      const at = [roomId, user.id, summary.readSeq]
      const [first] = await query<Row>(
        `SELECT m.id, m.seq, m.author_id, m.created_at FROM message m WHERE ${COUNTS} ORDER BY m.seq LIMIT 1`,
        at,
      )
      const mentions = await query<Row>(
        `SELECT m.id, m.seq, m.author_id, m.created_at, m.mention_room, bool_or(n.user_id = $2::uuid) AS by_name
         FROM mention n JOIN message m ON m.room_id = n.room_id AND m.seq = n.seq
         WHERE n.room_id = $1 AND n.user_id IN ($2, '00000000-0000-0000-0000-000000000000') AND ${COUNTS}
         GROUP BY m.id, m.seq, m.author_id, m.created_at, m.mention_room ORDER BY m.seq LIMIT $4`,
        [...at, UNREAD_NAMED_MAX],
      )
      return {
        ...toCounts(summary),
        lastSeq: summary.lastSeq,
        ...(first ? { first: toUnread(first) } : {}),
        mentions: mentions.map((row) => ({ ...toUnread(row), of: row.by_name ? 'me' : (row.mention_room ?? 'all') })),
      }
    },
    SNAPSHOT,
  )
}

async function nothingUnread(query: Query, roomId: string): Promise<WhyUnread> {
  const [head] = await query<{ rev: number; last_seq: number }>('SELECT rev, last_seq FROM room_head WHERE room_id = $1', [
    roomId,
  ])
  const lastSeq = head?.last_seq ?? 0
  return { roomId, rev: head?.rev ?? 0, lastSeq, readSeq: lastSeq, unread: 0, mentionCount: 0, mentions: [] }
}

const toUnread = (row: Row): UnreadMessage => ({
  id: row.id,
  seq: row.seq,
  authorId: row.author_id,
  at: row.created_at.toISOString(),
})
