import type pg from 'pg'
import { isRetried, Refusal } from '#protocol/errors.ts'
import type { Message } from '#protocol/models.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Messages } from '../messages/messages.ts'
import { createPeople } from '../people/people.ts'
import { changeScheduled, planSending } from './scheduled.ts'

const sentAlready = () => new Refusal('conflict', 'It is sent already.')

/**
 * Sends what was scheduled, as its author and under its own id, through the log that every message goes through: so it is there
 * once, however often this runs, and whoever may not write there at that moment is refused by the commit [T3, M2, M3].
 */
export function createSending(pool: pg.Pool, messages: Pick<Messages, 'send'>) {
  const people = createPeople(queryOn(pool))

  /** From here on it can't be edited any more, also where this node is killed before it is sent [T4]. */
  const begin = (userId: string, id: string, isNow: boolean) =>
    changeScheduled(pool, userId, id, async (inside, row) => {
      if (row.ended_at || (row.failed && !isNow)) return false
      if (row.sending_at) return false
      const [begun] = await inside(
        `UPDATE scheduled_message SET sending_at = clock_timestamp(), failed = NULL, at = CASE WHEN $3 THEN least(at, clock_timestamp()) ELSE at END
         WHERE user_id = $1 AND id = $2 AND ($3 OR at <= clock_timestamp()) RETURNING 1`,
        [userId, id, isNow],
      )
      if (begun && isNow) await planSending(inside, userId, id, new Date())
      return Boolean(begun)
    })

  const end = (userId: string, id: string, set: string, values: unknown[] = []) =>
    changeScheduled(pool, userId, id, async (inside, row) => {
      if (row.ended_at) return false
      await inside(`UPDATE scheduled_message SET ${set} WHERE user_id = $1 AND id = $2`, [userId, id, ...values])
      return true
    })

  /** It waits for its author's turn in a slow room; until then it can be changed again. */
  const wait = (userId: string, id: string, at: Date) =>
    changeScheduled(pool, userId, id, async (inside) => {
      await inside('UPDATE scheduled_message SET sending_at = NULL, at = $3 WHERE user_id = $1 AND id = $2', [userId, id, at])
      await planSending(inside, userId, id, at)
      return true
    })

  async function send(userId: string, id: string, isNow: boolean): Promise<Message | null> {
    const row = await begin(userId, id, isNow)
    if (!row?.sending_at || row.ended_at) return null
    const [user] = await people.get([userId])
    try {
      if (!user || (await people.isClosed(userId))) throw new Refusal('forbidden', 'This account is closed.')
      const { room_id: roomId, body, reply_to: replyToId, file_ids: attachmentIds } = row
      const wanted = { id, roomId, body, replyToId: replyToId ?? undefined, attachmentIds }
      const message = await messages.send({ user, sessionId: null }, wanted)
      await end(userId, id, "ended_at = clock_timestamp(), sent = true, body = '', file_ids = '{}'")
      return message
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'slow_mode') await wait(userId, id, new Date(Date.now() + (error.more.retryAfterMs ?? 1_000)))
      else if (!isRetried(error.code)) await end(userId, id, 'sending_at = NULL, failed = $3', [error.code])
      throw error
    }
  }

  return {
    /** Its time has come. What is refused for good is told to its author, with the words kept; what passes is tried again. */
    async due(userId: string, id: string): Promise<void> {
      try {
        await send(userId, id, false)
      } catch (error) {
        if (!(error instanceof Refusal) || (isRetried(error.code) && error.code !== 'slow_mode')) throw error
      }
    },
    /** Sends one now. Refuses `not_found`, `conflict` (sent, or being sent), and what `message:send` refuses. */
    async now(userId: string, id: string): Promise<Message> {
      const there = await changeScheduled(pool, userId, id, async () => false)
      if (!there || (there.ended_at && !there.sent)) throw new Refusal('not_found', 'There is no such message to be sent.')
      if (there.ended_at || there.sending_at) throw sentAlready()
      const message = await send(userId, id, true)
      if (!message) throw sentAlready()
      return message
    },
  }
}

export type Sending = ReturnType<typeof createSending>
