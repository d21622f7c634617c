import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { PAGE_MAX } from '#protocol/limits.ts'
import type { RoomCursor, User } from '#protocol/models.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import { requireMember } from '../rooms/access.ts'
import { stampMembership } from '../rooms/clocks.ts'
import { createReadBatch } from './batch.ts'
import { isShared, type Moved } from './shared.ts'

/** Read and delivered cursors: per member and room, the furthest of all of a person's devices. `onMoved` hears of those that moved. */
export function createCursors(pool: pg.Pool, onMoved: (moved: Moved[]) => void, onError: (error: unknown) => void) {
  const query = queryOn(pool)
  const batch = createReadBatch(pool, onMoved)

  return {
    /** Everything up to `seq` was read. Answers where the cursor stands; it never goes back or past the last message. */
    async read(user: User, roomId: string, seq: number): Promise<number> {
      await requireMember(query, roomId, user)
      const moved = await batch.push({ roomId, userId: user.id, seq, own: false })
      if (moved) return moved.readSeq
      const [row] = await query<{ read_seq: number }>('SELECT read_seq FROM membership WHERE room_id = $1 AND user_id = $2', [
        roomId,
        user.id,
      ])
      return row?.read_seq ?? seq
    },

    /** Marks unread from `seq` on, for this person only: what others were told never goes back. */
    async unread(user: User, roomId: string, seq: number): Promise<number> {
      await requireMember(query, roomId, user)
      if (seq < 1) throw new Refusal('invalid', 'A room’s first message is 1.', { fields: { seq: 'is too small' } })
      await transaction(pool, async (inside) => {
        const rows = await inside(
          `UPDATE membership SET read_seq = least(read_seq, $3) WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL AND read_seq > $3 RETURNING 1`,
          [roomId, user.id, seq - 1],
        )
        if (rows.length > 0) await stampMembership(inside, roomId, user.id)
      })
      const [row] = await query<{ read_seq: number }>('SELECT read_seq FROM membership WHERE room_id = $1 AND user_id = $2', [
        roomId,
        user.id,
      ])
      return row?.read_seq ?? seq - 1
    },

    /** A message of one's own was stored: read up to there, unless something before it is unread. Written within a second. */
    sent(userId: string, roomId: string, seq: number): void {
      batch.later({ roomId, userId, seq, own: true }).catch(onError)
    },

    /** Reached one of this person's devices. Answers the cursor when it moved. Larger rooms keep none. */
    async delivered(user: User, roomId: string, seq: number): Promise<RoomCursor | null> {
      const access = await requireMember(query, roomId, user)
      if (!isShared(access.kind, access.memberCount)) return null
      const [row] = await query<{ delivered_seq: number; shown_read_seq: number }>(
        `UPDATE membership ms SET delivered_seq = least($3, h.last_seq) FROM room_head h
         WHERE h.room_id = ms.room_id AND ms.room_id = $1 AND ms.user_id = $2 AND ms.left_at IS NULL AND ms.delivered_seq < least($3, h.last_seq)
         RETURNING ms.delivered_seq, ms.shown_read_seq`,
        [access.roomId, user.id, seq],
      )
      return row ? { userId: user.id, deliveredSeq: row.delivered_seq, readSeq: row.shown_read_seq } : null
    },

    /** How far each member has received and read, where members are told of each other: direct rooms and small ones. Members only. */
    async receipts(user: User, roomId: string): Promise<RoomCursor[]> {
      const access = await requireMember(query, roomId, user)
      if (!isShared(access.kind, access.memberCount)) return []
      const rows = await query<{ user_id: string; delivered_seq: number; shown_read_seq: number }>(
        'SELECT user_id, delivered_seq, shown_read_seq FROM membership WHERE room_id = $1 AND left_at IS NULL',
        [roomId],
      )
      return rows.map((row) => ({ userId: row.user_id, deliveredSeq: row.delivered_seq, readSeq: row.shown_read_seq }))
    },

    /** Who read up to `seq`, in pages of 100. Members only. */
    async readers(user: User, roomId: string, seq: number, cursor = ''): Promise<{ userIds: string[]; next?: string }> {
      await requireMember(query, roomId, user)
      const rows = await query<{ user_id: string }>(
        'SELECT user_id FROM membership WHERE room_id = $1 AND left_at IS NULL AND shown_read_seq >= $2 AND user_id::text > $3 ORDER BY user_id::text LIMIT $4',
        [roomId, seq, cursor, PAGE_MAX + 1],
      )
      const userIds = rows.slice(0, PAGE_MAX).map((row) => row.user_id)
      const end = userIds.at(-1)
      return rows.length > PAGE_MAX && end ? { userIds, next: end } : { userIds }
    },

    /** Writes what waits. */
    flush: () => batch.flush(),
  }
}

export type Cursors = ReturnType<typeof createCursors>
