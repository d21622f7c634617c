import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import type { Reminder } from '#protocol/later.ts'
import { REMINDERS_MAX } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { addJob, removeJob } from '#server/jobs/add.ts'
import { requireReadable } from '../rooms/access.ts'
import { requireComing, stampPerson } from './own.ts'
import { REMINDER, type ReminderRow, toReminder } from './read.ts'
import { listReminders, type Page } from './reminder-list.ts'

export const REMINDER_DUE = 'reminder:due'

export type ReminderWanted = {
  id?: string | undefined
  roomId?: string | undefined
  messageId?: string | undefined
  text?: string | undefined
  at: string
}

const noSuchReminder = () => new Refusal('not_found', 'There is no such reminder.')
const keyOf = (userId: string, id: string) => `${userId} ${id}`

/** What people want to be reminded of. A job tells it when it is due, on all their devices [T5]. */
export function createReminders(pool: pg.Pool) {
  const query = queryOn(pool)

  const find = async (on: Query, userId: string, id: string): Promise<ReminderRow | undefined> =>
    (await on<ReminderRow>(`SELECT ${REMINDER} FROM reminder WHERE user_id = $1 AND id = $2`, [userId, id]))[0]

  /** Changes one that is there, in turn with all else this person has for later. */
  const change = (userId: string, id: string, work: (inside: Query, row: ReminderRow) => Promise<boolean>) =>
    transaction(pool, async (inside) => {
      await inside('SELECT 1 FROM user_head WHERE user_id = $1 FOR NO KEY UPDATE', [userId])
      const row = await find(inside, userId, id)
      if (!row || row.removed_at) throw noSuchReminder()
      if (await work(inside, row)) {
        const meRev = await stampPerson(inside, userId)
        await inside('UPDATE reminder SET me_rev = $3 WHERE user_id = $1 AND id = $2', [userId, id, meRev])
      }
      return toReminder((await find(inside, userId, id)) ?? row)
    })

  const plan = (on: Query, userId: string, id: string, at: Date) =>
    addJob(on, { kind: REMINDER_DUE, key: keyOf(userId, id), payload: { userId, id }, at })

  return {
    /**
     * Adds a reminder, of a message, of a room or of anything. Sent again under its id it answers what is there. Refuses
     * `not_found` for what one may not read, `invalid` (no time to come, or over a year ahead), `conflict` with 200 open ones.
     */
    async add(user: User, wanted: ReminderWanted): Promise<Reminder> {
      const { id = uuidv7(), roomId, messageId, text } = wanted
      const there = await find(query, user.id, id)
      if (there && !there.removed_at) return toReminder(there)
      const at = requireComing(wanted.at)
      if (roomId) await requireReadable(query, roomId, user)
      if (messageId) {
        const [message] = await query('SELECT 1 FROM message WHERE room_id = $1 AND id = $2', [roomId, messageId])
        if (!message) throw new Refusal('not_found', 'There is no such message.')
      }
      return transaction(pool, async (inside) => {
        await inside('SELECT 1 FROM user_head WHERE user_id = $1 FOR NO KEY UPDATE', [user.id])
        const again = await find(inside, user.id, id)
        if (again) {
          if (again.removed_at) throw new Refusal('conflict', 'This reminder was removed. Add it under a new id.')
          return toReminder(again)
        }
        const [open] = await inside<{ n: number }>(
          'SELECT count(*)::int AS n FROM reminder WHERE user_id = $1 AND removed_at IS NULL AND done_at IS NULL',
          [user.id],
        )
        if ((open?.n ?? 0) >= REMINDERS_MAX)
          throw new Refusal('conflict', `You have ${REMINDERS_MAX} reminders already: finish some of them first.`)
        const meRev = await stampPerson(inside, user.id)
        const [row] = await inside<ReminderRow>(
          `INSERT INTO reminder (user_id, id, room_id, message_id, text, at, me_rev) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${REMINDER}`,
          [user.id, id, roomId ?? null, messageId ?? null, text || null, at, meRev],
        )
        if (!row) throw new Error('a reminder was not stored')
        await plan(inside, user.id, id, at)
        return toReminder(row)
      })
    },

    /** It comes again, at another time. Refuses `not_found`, and `invalid` as `add` does. */
    snooze(user: User, id: string, when: string): Promise<Reminder> {
      const at = requireComing(when)
      return change(user.id, id, async (inside) => {
        await inside('UPDATE reminder SET at = $3, due_at = NULL, done_at = NULL WHERE user_id = $1 AND id = $2', [
          user.id,
          id,
          at,
        ])
        await plan(inside, user.id, id, at)
        return true
      })
    },

    /** It is done with; twice is once. Refuses `not_found`. */
    done: (user: User, id: string): Promise<Reminder> =>
      change(user.id, id, async (inside, row) => {
        if (row.done_at) return false
        await inside('UPDATE reminder SET done_at = clock_timestamp() WHERE user_id = $1 AND id = $2', [user.id, id])
        await removeJob(inside, REMINDER_DUE, keyOf(user.id, id))
        return true
      }),

    /** It is gone, with its words. Refuses `not_found`. */
    async remove(user: User, id: string): Promise<void> {
      await change(user.id, id, async (inside) => {
        await inside('UPDATE reminder SET removed_at = clock_timestamp(), text = NULL WHERE user_id = $1 AND id = $2', [
          user.id,
          id,
        ])
        await removeJob(inside, REMINDER_DUE, keyOf(user.id, id))
        return true
      })
    },

    /** Its time has come: told once, however often this runs, and not before its time. */
    tell: (userId: string, id: string): Promise<void> =>
      transaction(pool, async (inside) => {
        await inside('SELECT 1 FROM user_head WHERE user_id = $1 FOR NO KEY UPDATE', [userId])
        const [due] = await inside(
          `UPDATE reminder SET due_at = clock_timestamp() WHERE user_id = $1 AND id = $2 AND due_at IS NULL AND done_at IS NULL
             AND removed_at IS NULL AND at <= clock_timestamp() RETURNING 1`,
          [userId, id],
        )
        if (!due) return
        const meRev = await stampPerson(inside, userId)
        await inside('UPDATE reminder SET me_rev = $3 WHERE user_id = $1 AND id = $2', [userId, id, meRev])
      }),

    /** Open ones by their time, in pages; with the messages they are about, where these may still be read. */
    list: (user: User, page: Page) => listReminders(query, user, page),
  }
}

export type Reminders = ReturnType<typeof createReminders>
