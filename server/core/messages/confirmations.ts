import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { PAGE_DEFAULT, PAGE_MAX, REMIND_EVERY_MS } from '#protocol/limits.ts'
import type { Message, RoomChanges, User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { noSuchRoom, requireMember } from '../rooms/access.ts'
import { lockRoom } from '../rooms/clocks.ts'
import { WAITING } from '../rooms/row.ts'
import type { RefusedStatus } from './log/outcome.ts'
import { refuse } from './refusals.ts'
import { type MessageRow, messageColumns, toMessage } from './row.ts'
import { countFitting } from './size.ts'

type Asking = { seq: number; author_id: string }
export type ConfirmationsPage = {
  confirmed: { userId: string; at: string }[]
  waiting: string[]
  counts: { confirmed: number; waiting: number }
  next?: string
}

/** Members whom a message (`$1` room, `$2` message) asks and who have not confirmed it. */
const UNCONFIRMED = `
  FROM membership ms JOIN message m ON m.room_id = ms.room_id AND m.id = $2
  WHERE ms.room_id = $1 AND ms.left_at IS NULL AND ms.joined_seq < m.seq AND ms.user_id <> m.author_id
    AND NOT EXISTS (SELECT 1 FROM confirmation c WHERE c.room_id = m.room_id AND c.message_id = m.id AND c.user_id = ms.user_id)`

/** The other side of a message that asks to be confirmed: who has, who has not, and asking those again. */
export function createConfirmations(pool: pg.Pool, announce: (frame: RoomChanges) => void) {
  const query = queryOn(pool)

  /** The message, where the viewer may see who confirmed it: its author, the room's owner and moderators [Q3]. */
  async function requireAsking(on: Query, user: User, roomId: string, id: string): Promise<Asking> {
    const { role } = await requireMember(on, roomId, user)
    const [message] = await on<Asking & { asks: boolean; deleted: boolean }>(
      'SELECT seq, author_id, confirm_asked IS NOT NULL AS asks, deleted_at IS NOT NULL AS deleted FROM message WHERE room_id = $1 AND id = $2',
      [roomId, id],
    )
    if (!message) throw refuse('not_found')
    if (message.author_id !== user.id && role === 'member')
      throw new Refusal('forbidden', 'Only its author and the room’s moderators see who confirmed it.')
    if (message.deleted) throw refuse('deleted')
    if (!message.asks) throw new Refusal('conflict', 'This message does not ask to be confirmed.')
    return message
  }

  return {
    /**
     * Who has not confirmed a message, by id, and then who has, in their order, in pages of 100 of both together; the counts
     * are of all. Refuses `not_found`, `forbidden` to others than its author and the room's moderators, `conflict` (deleted,
     * or it asks nothing).
     */
    async list(user: User, roomId: string, id: string, cursor = 'w'): Promise<ConfirmationsPage> {
      await requireAsking(query, user, roomId, id)
      const from = readCursor(cursor)
      const [counts] = await query<ConfirmationsPage['counts']>(
        `SELECT (SELECT count(*)::int ${UNCONFIRMED}) AS waiting,
           (SELECT count(*)::int FROM confirmation WHERE room_id = $1 AND message_id = $2) AS confirmed`,
        [roomId, id],
      )
      const waiting =
        from.part === 'waiting'
          ? await query<{ user_id: string }>(
              `SELECT ms.user_id ${UNCONFIRMED} AND ms.user_id::text > $3 ORDER BY ms.user_id::text LIMIT $4`,
              [roomId, id, from.after, PAGE_MAX + 1],
            )
          : []
      const confirmed = await query<{ user_id: string; at: Date; rev: number }>(
        'SELECT user_id, at, rev FROM confirmation WHERE room_id = $1 AND message_id = $2 AND rev > $3 ORDER BY rev LIMIT $4',
        [roomId, id, from.part === 'confirmed' ? from.after : 0, Math.max(0, PAGE_MAX + 1 - waiting.length)],
      )
      const page = {
        waiting: waiting.slice(0, PAGE_MAX).map((row) => row.user_id),
        confirmed: confirmed
          .slice(0, PAGE_MAX - Math.min(PAGE_MAX, waiting.length))
          .map((row) => ({ userId: row.user_id, at: row.at.toISOString() })),
        counts: counts ?? { confirmed: 0, waiting: 0 },
      }
      if (waiting.length + confirmed.length <= PAGE_MAX) return page
      const last = confirmed[page.confirmed.length - 1]
      return { ...page, next: last ? `c${last.rev}` : `w${page.waiting.at(-1)}` }
    },

    /**
     * Asks again whoever has not confirmed, and answers how many that are. It is a change of the message, so members who are
     * away find it when they come back. Refuses what `list` refuses, `forbidden` (archived), `muted`, `banned`, and
     * `rate_limited` within five minutes of the last one [Q4].
     */
    async remind({ user, sessionId }: Actor, roomId: string, id: string): Promise<number> {
      const done = await transaction(pool, async (inside) => {
        if (!(await lockRoom(inside, roomId))) throw noSuchRoom()
        const { seq, author_id: authorId } = await requireAsking(inside, user, roomId, id)
        const [now] = await inside<{ refused: RefusedStatus | null; archived: boolean; wait_ms: number | null; waiting: number }>(
          `SELECT parley_standing($3, $4, $1, clock_timestamp()) AS refused, r.archived_at IS NOT NULL AS archived,
             ceil(extract(epoch FROM m.reminded_at - clock_timestamp()) * 1000)::int8 + $5 AS wait_ms,
             (SELECT count(*)::int ${UNCONFIRMED}) AS waiting
           FROM message m JOIN room r ON r.id = m.room_id WHERE m.room_id = $1 AND m.id = $2`,
          [roomId, id, user.id, sessionId, REMIND_EVERY_MS],
        )
        if (!now) throw refuse('not_found')
        if (now.refused) throw refuse(now.refused)
        if (now.archived) throw refuse('archived')
        if ((now.wait_ms ?? 0) > 0)
          throw new Refusal('rate_limited', 'They were reminded just now.', { retryAfterMs: now.wait_ms ?? 0 })
        if (now.waiting === 0) return null
        const [stamped] = await inside<{ rev: number; at: Date }>(
          `WITH h AS (UPDATE room_head SET rev = rev + 1 WHERE room_id = $1 RETURNING rev)
           UPDATE message m SET rev = h.rev, reminded_at = clock_timestamp() FROM h WHERE m.room_id = $1 AND m.id = $2
           RETURNING m.rev, m.reminded_at AS at`,
          [roomId, id],
        )
        if (!stamped) throw new Error('a message under its room’s lock was gone')
        return { seq, authorId, rev: stamped.rev, at: stamped.at.toISOString(), reminded: now.waiting }
      })
      if (!done) return 0
      const { seq, authorId, rev, at, reminded } = done
      announce({ roomId, prev: rev - 1, rev, messages: [{ id, seq, rev, authorId, remindedAt: at }] })
      return reminded
    },

    /** What waits for one's own confirmation, in all rooms, newest first: at most 50 messages, and what fits in one frame. */
    async unconfirmed(user: User): Promise<Message[]> {
      const rows = await query<MessageRow>(
        `SELECT x.* FROM membership ms JOIN room r ON r.id = ms.room_id AND r.archived_at IS NULL
         CROSS JOIN LATERAL (SELECT ${messageColumns('$1')} ${WAITING}) x
         WHERE ms.user_id = $1 AND ms.left_at IS NULL ORDER BY x.created_at DESC, x.id LIMIT $2`,
        [user.id, PAGE_DEFAULT],
      )
      const messages = rows.map(toMessage)
      return messages.slice(0, countFitting(messages, undefined, 1).count)
    },
  }
}

export type Confirmations = ReturnType<typeof createConfirmations>

/** `w` and the last id of those who wait, or `c` and the last rev of those who confirmed. */
function readCursor(cursor: string): { part: 'waiting'; after: string } | { part: 'confirmed'; after: number } {
  const after = cursor.slice(1)
  if (cursor.startsWith('w')) return { part: 'waiting', after }
  if (/^c\d{1,15}$/.test(cursor)) return { part: 'confirmed', after: Number(after) }
  throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
}
