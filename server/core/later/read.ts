import type { Later, Reminder, Saved, Scheduled } from '#protocol/later.ts'
import { EXCERPT_MAX } from '#protocol/limits.ts'
import type { Attachment } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'

export type ScheduledRow = {
  id: string
  room_id: string
  body: string
  reply_to: string | null
  file_ids: string[]
  files: Attachment[] | null
  at: Date
  sending_at: Date | null
  failed: string | null
  ended_at: Date | null
  sent: boolean
  me_rev: number
}
export const SCHEDULED = `id, room_id, body, reply_to, at, sending_at, failed, ended_at, sent, me_rev, file_ids,
  (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'size', a.size,
     'width', a.width, 'height', a.height, 'blur', a.blur, 'alt', a.alt)) ORDER BY array_position(scheduled_message.file_ids, a.id))
   FROM attachment a WHERE a.id = ANY (scheduled_message.file_ids)) AS files`

export const toScheduled = (row: ScheduledRow): Scheduled => ({
  id: row.id,
  roomId: row.room_id,
  at: row.at.toISOString(),
  excerpt: excerptOf(row.body),
  ...(row.reply_to ? { replyToId: row.reply_to } : {}),
  ...(row.files ? { files: row.files } : {}),
  ...(row.sending_at ? { sending: true as const } : {}),
  ...(row.failed ? { failed: row.failed } : {}),
  ...(row.ended_at ? { ended: row.sent ? ('sent' as const) : ('removed' as const) } : {}),
  meRev: row.me_rev,
})

/** Never half of a character. */
const excerptOf = (body: string) =>
  body.length <= EXCERPT_MAX ? body : `${[...body.slice(0, EXCERPT_MAX * 2)].slice(0, EXCERPT_MAX).join('')}…`

export type ReminderRow = {
  id: string
  room_id: string | null
  message_id: string | null
  text: string | null
  at: Date
  due_at: Date | null
  done_at: Date | null
  removed_at: Date | null
  me_rev: number
}
export const REMINDER = 'id, room_id, message_id, text, at, due_at, done_at, removed_at, me_rev'

const stateOf = (row: ReminderRow): Reminder['state'] =>
  row.removed_at ? 'removed' : row.done_at ? 'done' : row.due_at ? 'due' : 'waiting'

export const toReminder = (row: ReminderRow): Reminder => ({
  id: row.id,
  at: row.at.toISOString(),
  ...(row.room_id ? { roomId: row.room_id } : {}),
  ...(row.message_id ? { messageId: row.message_id } : {}),
  ...(row.text ? { text: row.text } : {}),
  state: stateOf(row),
  meRev: row.me_rev,
})

export type SavedRow = { room_id: string; message_id: string; removed_at: Date | null; me_rev: number }
export const toSaved = (row: SavedRow): Saved => ({
  roomId: row.room_id,
  id: row.message_id,
  on: row.removed_at === null,
  meRev: row.me_rev,
})

/**
 * What a person has for later: what changed after `since`, with what is gone; all that is there without one. Run it in the
 * snapshot that the person's clock is read from. Null when there is nothing to tell.
 */
export async function readLater(query: Query, userId: string, since: number | null): Promise<Later | null> {
  const after = since ?? -1
  const isThere = (condition: string) => (since === null ? `AND ${condition}` : '')
  const scheduled = await query<ScheduledRow>(
    `SELECT ${SCHEDULED} FROM scheduled_message WHERE user_id = $1 AND me_rev > $2 ${isThere('ended_at IS NULL')} ORDER BY me_rev`,
    [userId, after],
  )
  const reminders = await query<ReminderRow>(
    `SELECT ${REMINDER} FROM reminder WHERE user_id = $1 AND me_rev > $2 ${isThere('removed_at IS NULL AND done_at IS NULL')} ORDER BY me_rev`,
    [userId, after],
  )
  const saved = await query<SavedRow>(
    `SELECT room_id, message_id, removed_at, me_rev FROM saved_message WHERE user_id = $1 AND me_rev > $2 ${isThere('removed_at IS NULL')} ORDER BY me_rev`,
    [userId, after],
  )
  const [words] = await query<{ words: string[]; me_rev: number }>(
    'SELECT words, me_rev FROM keywords WHERE user_id = $1 AND me_rev > $2',
    [userId, after],
  )
  if (scheduled.length + reminders.length + saved.length === 0 && !words) return null
  return {
    ...(scheduled.length > 0 ? { scheduled: scheduled.map(toScheduled) } : {}),
    ...(reminders.length > 0 ? { reminders: reminders.map(toReminder) } : {}),
    ...(saved.length > 0 ? { saved: saved.map(toSaved) } : {}),
    ...(words ? { keywords: { words: words.words, meRev: words.me_rev } } : {}),
  }
}
