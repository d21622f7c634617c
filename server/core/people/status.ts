import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { LATER_MAX_MS } from '#protocol/limits.ts'
import type { PresenceChoice } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { addJob, removeJob } from '#server/jobs/add.ts'

/** What is named is chosen; an empty text takes the status away, and a text without an end stays. */
export type StatusChange = { status?: PresenceChoice | undefined; text?: string | undefined; endsAt?: string | undefined }
export type Chosen = { status: PresenceChoice; text: string | null; until: Date | null }

export const STATUS_OVER = 'status'

/** How somebody wants to be seen, what they say they are at, and until when [I3, I4]. */
export function createStatuses(pool: pg.Pool) {
  const query = queryOn(pool)
  return {
    /** Changes one's own. Answers how it is now. Refuses `invalid` for an end that is over, or more than a year and a day ahead. */
    set(userId: string, { status, text, endsAt }: StatusChange): Promise<Chosen> {
      const until = text && endsAt ? new Date(endsAt) : null
      const ahead = until === null ? 1 : until.getTime() - Date.now()
      if (!(ahead > 0 && ahead <= LATER_MAX_MS))
        throw new Refusal('invalid', 'Choose a time to come.', { fields: { endsAt: 'must be a time to come' } })
      return transaction(pool, async (inside) => {
        await inside(
          `UPDATE users SET presence = coalesce($2::presence_choice, presence),
             status_text = CASE WHEN $3::text IS NULL THEN status_text ELSE nullif($3, '') END,
             status_until = CASE WHEN $3::text IS NULL THEN status_until ELSE $4 END WHERE id = $1`,
          [userId, status ?? null, text ?? null, until],
        )
        if (until) await addJob(inside, { kind: STATUS_OVER, key: userId, payload: { userId }, at: until })
        else if (text !== undefined) await removeJob(inside, STATUS_OVER, userId)
        return read(inside, userId)
      })
    },

    /** Takes away a status whose time is over. Answers how it is now, also where there was nothing to do: it may not have been told. */
    async over(userId: string): Promise<Chosen> {
      await query(
        "UPDATE users SET status_text = NULL, status_until = NULL WHERE id = $1 AND status_until <= clock_timestamp() + interval '1 second'",
        [userId],
      )
      return read(query, userId)
    },

    /** As it is now. */
    of: (userId: string): Promise<Chosen> => read(query, userId),

    /**
     * One connection of somebody saw nothing done for a while, or something again. Answers whether all of theirs are idle now;
     * null where there is none, or none is known.
     */
    async setIdle(connectionId: string, userId: string, idle: boolean): Promise<boolean | null> {
      await query('UPDATE connection SET idle = $2 WHERE id = $1', [connectionId, idle])
      return this.isIdle(userId)
    },

    /** Whether all connections of somebody are idle, without one that just closed. */
    async isIdle(userId: string, without = ''): Promise<boolean | null> {
      const [row] = await query<{ idle: boolean | null }>(
        'SELECT bool_and(idle) AS idle FROM connection WHERE user_id = $1 AND id <> $2 AND replaced_at IS NULL',
        [userId, without],
      )
      return row?.idle ?? null
    },
  }
}

export type Statuses = ReturnType<typeof createStatuses>

async function read(query: Query, userId: string): Promise<Chosen> {
  const [row] = await query<Chosen>(
    `SELECT presence AS status, status_text AS text, status_until AS until FROM users WHERE id = $1`,
    [userId],
  )
  if (!row) return { status: 'online', text: null, until: null }
  // Its end is told in a moment.
  return row.until !== null && row.until.getTime() <= Date.now() ? { ...row, text: null, until: null } : row
}
