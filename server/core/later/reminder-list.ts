import type { Reminder } from '#protocol/later.ts'
import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Message, User } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { type MessageRow, messageColumns, toMessage } from '../messages/row.ts'
import { countFitting } from '../messages/size.ts'
import { noSuchPage } from './own.ts'
import { REMINDER, type ReminderRow, toReminder } from './read.ts'
import { READABLE } from './readable.ts'

export type Page = { cursor?: string | undefined; limit?: number | undefined }

/** Open reminders by their time, in pages; with the messages they are about, where these may still be read. */
export async function listReminders(
  query: Query,
  user: User,
  { cursor, limit = PAGE_DEFAULT }: Page,
): Promise<{ reminders: Reminder[]; messages: Message[]; next?: string }> {
  const [, ms = '-1', after = ''] = /^(\d{1,15}) ([0-9a-f-]{36})$/.exec(cursor ?? '') ?? []
  if (cursor !== undefined && after === '') throw noSuchPage()
  const rows = await query<ReminderRow>(
    `SELECT ${REMINDER} FROM reminder WHERE user_id = $1 AND removed_at IS NULL AND done_at IS NULL
       AND (at, id::text) > (to_timestamp($2::float8 / 1000), $3) ORDER BY at, id::text LIMIT $4`,
    [user.id, ms, after, limit + 1],
  )
  const about = rows.slice(0, limit).filter((row) => row.message_id)
  const found = await query<MessageRow>(
    `SELECT ${messageColumns('$1')} FROM unnest($3::uuid[], $4::uuid[]) w (room_id, id)
     JOIN message m ON m.room_id = w.room_id AND m.id = w.id WHERE ${READABLE('w.room_id')}`,
    [user.id, user.role === 'guest', about.map((row) => row.room_id), about.map((row) => row.message_id)],
  )
  const messages = found.map(toMessage)
  const last = rows[limit - 1]
  return {
    reminders: rows.slice(0, limit).map(toReminder),
    messages: messages.slice(0, countFitting(messages).count),
    ...(rows.length > limit && last ? { next: `${last.at.getTime()} ${last.id}` } : {}),
  }
}
