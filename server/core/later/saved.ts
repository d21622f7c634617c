import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Saved } from '#protocol/later.ts'
import { PAGE_DEFAULT, SAVED_MAX } from '#protocol/limits.ts'
import type { Message, User } from '#protocol/models.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import { type MessageRow, messageColumns, toMessage } from '../messages/row.ts'
import { countFitting } from '../messages/size.ts'
import { requireReadable } from '../rooms/access.ts'
import { readOffset, stampPerson } from './own.ts'
import { type SavedRow, toSaved } from './read.ts'
import { READABLE } from './readable.ts'

type Page = { cursor?: string | undefined; limit?: number | undefined }

/** Messages that people keep for themselves. */
export function createSaved(pool: pg.Pool) {
  const query = queryOn(pool)

  return {
    /**
     * Keeps a message, or lets it go; doing it twice changes nothing. Refuses `not_found` for what one may not read, and
     * `conflict` when one has kept 1,000 already. What is kept may be let go also where one may not read any more [T6].
     */
    async set(user: User, roomId: string, id: string, on: boolean): Promise<void> {
      if (on) {
        await requireReadable(query, roomId, user)
        const [there] = await query('SELECT 1 FROM message WHERE room_id = $1 AND id = $2', [roomId, id])
        if (!there) throw new Refusal('not_found', 'There is no such message.')
      }
      await transaction(pool, async (inside) => {
        await inside('SELECT 1 FROM user_head WHERE user_id = $1 FOR NO KEY UPDATE', [user.id])
        const [kept] = await inside(
          'SELECT 1 FROM saved_message WHERE user_id = $1 AND room_id = $2 AND message_id = $3 AND removed_at IS NULL',
          [user.id, roomId, id],
        )
        if (Boolean(kept) === on) return
        if (on) {
          const [count] = await inside<{ n: number }>(
            'SELECT count(*)::int AS n FROM saved_message WHERE user_id = $1 AND removed_at IS NULL',
            [user.id],
          )
          if ((count?.n ?? 0) >= SAVED_MAX)
            throw new Refusal('conflict', `You have saved ${SAVED_MAX} messages already: let some of them go first.`)
        }
        const meRev = await stampPerson(inside, user.id)
        await inside(
          `INSERT INTO saved_message AS s (user_id, room_id, message_id, saved_at, removed_at, me_rev)
           VALUES ($1, $2, $3, clock_timestamp(), CASE WHEN $4 THEN NULL ELSE clock_timestamp() END, $5)
           ON CONFLICT (user_id, room_id, message_id) DO UPDATE
             SET saved_at = CASE WHEN $4 THEN excluded.saved_at ELSE s.saved_at END, removed_at = excluded.removed_at, me_rev = excluded.me_rev`,
          [user.id, roomId, id, on, meRev],
        )
      })
    },

    /** What is kept and may be read, latest first, at most 50 and what fits in a frame. */
    async list(
      user: User,
      { cursor, limit = PAGE_DEFAULT }: Page,
    ): Promise<{ saved: Saved[]; messages: Message[]; next?: string }> {
      const rows = await query<SavedRow & MessageRow & { saved_rev: number }>(
        `SELECT s.message_id, s.removed_at, s.me_rev AS saved_rev, ${messageColumns('$1')}
         FROM saved_message s JOIN message m ON m.room_id = s.room_id AND m.id = s.message_id
         WHERE s.user_id = $1 AND s.removed_at IS NULL AND s.me_rev < $3 AND ${READABLE('s.room_id')}
         ORDER BY s.me_rev DESC LIMIT $4`,
        [user.id, user.role === 'guest', readOffset(cursor), limit + 1],
      )
      const messages = rows.map(toMessage)
      const count = countFitting(messages.slice(0, limit), undefined, 1).count
      const last = rows[count - 1]
      return {
        saved: rows.slice(0, count).map((row) => toSaved({ ...row, me_rev: row.saved_rev })),
        messages: messages.slice(0, count),
        ...(count < rows.length && last ? { next: String(last.saved_rev) } : {}),
      }
    },
  }
}

export type SavedMessages = ReturnType<typeof createSaved>
