import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Scheduled } from '#protocol/later.ts'
import { FRAME_MAX_BYTES, PAGE_DEFAULT, SCHEDULED_MAX } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { addJob, removeJob } from '#server/jobs/add.ts'
import { wantSweep } from '../files/sweep.ts'
import { requireBody } from '../messages/messages.ts'
import { refuse } from '../messages/refusals.ts'
import { requireMember } from '../rooms/access.ts'
import { noSuchPage, requireComing, stampPerson } from './own.ts'
import { SCHEDULED, type ScheduledRow, toScheduled } from './read.ts'

export const SCHEDULED_SEND = 'scheduled:send'

export type ScheduledWanted = {
  id: string
  roomId: string
  body: string
  at: string
  replyToId?: string | undefined
  attachmentIds?: string[] | undefined
}
type Page = { id?: string | undefined; cursor?: string | undefined; limit?: number | undefined }

const noSuchScheduled = () => new Refusal('not_found', 'There is no such message to be sent.')
const keyOf = (userId: string, id: string) => `${userId} ${id}`
const withBody = (row: ScheduledRow): Scheduled => ({ ...toScheduled(row), body: row.body })

export const planSending = (on: Query, userId: string, id: string, at: Date) =>
  addJob(on, { kind: SCHEDULED_SEND, key: keyOf(userId, id), payload: { userId, id }, at })

const findScheduled = async (on: Query, userId: string, id: string): Promise<ScheduledRow | undefined> =>
  (await on<ScheduledRow>(`SELECT ${SCHEDULED} FROM scheduled_message WHERE user_id = $1 AND id = $2`, [userId, id]))[0]

/** Changes one row, in turn with all else this person has for later, and tells their devices. Answers the row as it is then. */
export const changeScheduled = (
  pool: pg.Pool,
  userId: string,
  id: string,
  work: (inside: Query, row: ScheduledRow) => Promise<boolean>,
): Promise<ScheduledRow | undefined> =>
  transaction(pool, async (inside) => {
    await inside('SELECT 1 FROM user_head WHERE user_id = $1 FOR NO KEY UPDATE', [userId])
    const row = await findScheduled(inside, userId, id)
    if (!row || !(await work(inside, row))) return row
    const meRev = await stampPerson(inside, userId)
    await inside('UPDATE scheduled_message SET me_rev = $3 WHERE user_id = $1 AND id = $2', [userId, id, meRev])
    return findScheduled(inside, userId, id)
  })

/** Keeps files for a message until it is sent. Refuses `conflict` where one is not there, not whole, or another message's. */
async function holdFiles(inside: Query, userId: string, roomId: string, id: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return
  const held = await inside(
    `UPDATE attachment SET held_for = $4 WHERE id = ANY ($3) AND uploaded_by = $1 AND room_id = $2 AND message_id IS NULL
       AND ready_at IS NOT NULL AND removed_at IS NULL AND held_for IS NULL RETURNING 1`,
    [userId, roomId, fileIds, id],
  )
  if (held.length < fileIds.length) throw refuse('no_file')
}

/** Messages that are written now and sent later, under the id they were given [T3]. */
export function createScheduled(pool: pg.Pool) {
  const query = queryOn(pool)

  /** One's own that still waits. While it is being sent, and afterwards, nothing can be changed [T4]. */
  async function change(userId: string, id: string, work: (inside: Query, row: ScheduledRow) => Promise<void>) {
    const row = await changeScheduled(pool, userId, id, async (inside, there) => {
      if (there.ended_at && !there.sent) throw noSuchScheduled()
      if (there.ended_at || there.sending_at) throw new Refusal('conflict', 'It is sent already.')
      await work(inside, there)
      return true
    })
    if (!row) throw noSuchScheduled()
    return row
  }

  return {
    /**
     * Has a message sent at a time. Sent again under its id it answers what is there. Refuses what `message:send` refuses about
     * the room, the words and the files, `invalid` (no time to come, or over a year ahead), `conflict` with 100 that wait already.
     */
    async add(user: User, wanted: ScheduledWanted): Promise<Scheduled> {
      const { id, roomId, body, replyToId } = wanted
      const fileIds = [...new Set(wanted.attachmentIds)]
      requireBody(body, fileIds.length > 0)
      const there = await findScheduled(query, user.id, id)
      if (there) return withBody(there)
      const { archived } = await requireMember(query, roomId, user)
      if (archived) throw new Refusal('forbidden', 'This room is archived: it can be read, not written in.')
      const at = requireComing(wanted.at)
      if (replyToId) {
        const [message] = await query('SELECT 1 FROM message WHERE room_id = $1 AND id = $2', [roomId, replyToId])
        if (!message) throw new Refusal('not_found', 'There is no such message.')
      }
      return transaction(pool, async (inside) => {
        await inside('SELECT 1 FROM user_head WHERE user_id = $1 FOR NO KEY UPDATE', [user.id])
        const again = await findScheduled(inside, user.id, id)
        if (again) return withBody(again)
        const [open] = await inside<{ n: number }>(
          'SELECT count(*)::int AS n FROM scheduled_message WHERE user_id = $1 AND ended_at IS NULL',
          [user.id],
        )
        if ((open?.n ?? 0) >= SCHEDULED_MAX)
          throw new Refusal('conflict', `${SCHEDULED_MAX} messages of yours wait to be sent already.`)
        await holdFiles(inside, user.id, roomId, id, fileIds)
        const meRev = await stampPerson(inside, user.id)
        const [row] = await inside<ScheduledRow>(
          `INSERT INTO scheduled_message (user_id, id, room_id, body, reply_to, at, me_rev, file_ids)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${SCHEDULED}`,
          [user.id, id, roomId, body, replyToId ?? null, at, meRev, fileIds],
        )
        if (!row) throw new Error('a scheduled message was not stored')
        await planSending(inside, user.id, id, at)
        return withBody(row)
      })
    },

    /** Other words or another time; one that could not be sent is tried again. Refuses `not_found`, `conflict` (sent), `invalid`, `too_large`. */
    async edit(
      user: User,
      id: string,
      { body, at: when }: { body?: string | undefined; at?: string | undefined },
    ): Promise<Scheduled> {
      const at = when === undefined ? null : requireComing(when)
      const row = await change(user.id, id, async (inside, there) => {
        if (body !== undefined) requireBody(body, there.file_ids.length > 0)
        await inside(
          'UPDATE scheduled_message SET body = coalesce($3, body), at = coalesce($4, at), failed = CASE WHEN $4::timestamptz IS NULL THEN failed END WHERE user_id = $1 AND id = $2',
          [user.id, id, body ?? null, at],
        )
        if (at || !there.failed) await planSending(inside, user.id, id, at ?? there.at)
      })
      return withBody(row)
    },

    /** Takes it back, with its words and files. Refuses `not_found`, `conflict` (sent). */
    async remove(user: User, id: string): Promise<void> {
      await change(user.id, id, async (inside, there) => {
        await inside(
          "UPDATE scheduled_message SET ended_at = clock_timestamp(), body = '', file_ids = '{}' WHERE user_id = $1 AND id = $2",
          [user.id, id],
        )
        const gone = await inside(
          'UPDATE attachment SET removed_at = clock_timestamp() WHERE id = ANY ($1) AND held_for = $2 AND message_id IS NULL RETURNING 1',
          [there.file_ids, id],
        )
        if (gone.length > 0) await wantSweep(inside)
        await removeJob(inside, SCHEDULED_SEND, keyOf(user.id, id))
      })
    },

    /** What waits or could not be sent, by its time, at most 50 and what fits in a frame, with all its words; or one by id. */
    async list(user: User, { id, cursor, limit = PAGE_DEFAULT }: Page): Promise<{ scheduled: Scheduled[]; next?: string }> {
      const [, ms = '-1', after = ''] = /^(\d{1,15}) ([0-9a-f-]{36})$/.exec(cursor ?? '') ?? []
      if (cursor !== undefined && after === '') throw noSuchPage()
      const rows = await query<ScheduledRow>(
        `SELECT ${SCHEDULED} FROM scheduled_message WHERE user_id = $1 AND ended_at IS NULL AND ($5::uuid IS NULL OR id = $5)
           AND (at, id::text) > (to_timestamp($2::float8 / 1000), $3) ORDER BY at, id::text LIMIT $4`,
        [user.id, ms, after, limit + 1, id ?? null],
      )
      const fitting: Scheduled[] = []
      let bytes = 0
      for (const row of rows.slice(0, limit)) {
        const one = withBody(row)
        bytes += Buffer.byteLength(JSON.stringify(one))
        if (fitting.length > 0 && bytes > FRAME_MAX_BYTES) break
        fitting.push(one)
      }
      const last = rows[fitting.length - 1]
      return { scheduled: fitting, ...(fitting.length < rows.length && last ? { next: `${last.at.getTime()} ${last.id}` } : {}) }
    },
  }
}

export type ScheduledMessages = ReturnType<typeof createScheduled>
