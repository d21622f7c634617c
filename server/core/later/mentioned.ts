import type pg from 'pg'
import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Message, User } from '#protocol/models.ts'
import { queryOn } from '#server/database/transaction.ts'
import { type MessageRow, messageColumns, toMessage } from '../messages/row.ts'
import { countFitting } from '../messages/size.ts'
import { noSuchPage } from './own.ts'

type Wanted = { unread?: boolean | undefined; cursor?: string | undefined; limit?: number | undefined }
export type MentionItem = { roomId: string; id: string; keyword?: string }

const EVERYBODY = '00000000-0000-0000-0000-000000000000'
const CURSOR = /^(\d{1,15}) ([0-9a-f-]{36}) (\d{1,15})$/

/**
 * Where somebody is mentioned, or one of their keywords is found, in the rooms they are in and the threads they follow: latest
 * first, at most 50 and what fits in a frame; or only what is unread, as the rooms count it [T7, T8].
 */
export async function listMentions(
  pool: pg.Pool,
  user: User,
  { unread = false, cursor, limit = PAGE_DEFAULT }: Wanted,
): Promise<{ items: MentionItem[]; messages: Message[]; next?: string }> {
  const query = queryOn(pool)
  const [, ms, room, seq] = CURSOR.exec(cursor ?? '') ?? []
  if (cursor !== undefined && ms === undefined) throw noSuchPage()
  const rows = await query<MessageRow & { keyword: string | null }>(
    // Of each room the latest ones are found by index; of those the latest of all are the page.
    `WITH mine AS (
       SELECT ms.room_id, ms.read_seq FROM membership ms JOIN room r ON r.id = ms.room_id
       WHERE ms.user_id = $1 AND ms.left_at IS NULL AND (r.parent_room_id IS NULL OR EXISTS (
         SELECT 1 FROM membership pm WHERE pm.room_id = r.parent_room_id AND pm.user_id = ms.user_id AND pm.left_at IS NULL))
     ), named AS (
       SELECT f.* FROM mine CROSS JOIN LATERAL (
         SELECT m.room_id, m.id, m.seq, m.created_at, x.keyword
         FROM (
           SELECT n.seq, NULL AS keyword FROM mention n WHERE n.room_id = mine.room_id AND n.user_id IN ($1::uuid, '${EVERYBODY}')
           UNION ALL
           SELECT k.seq, k.word FROM keyword_hit k WHERE k.user_id = $1 AND k.room_id = mine.room_id) x
         JOIN message m ON m.room_id = mine.room_id AND m.seq = x.seq
         WHERE m.author_id <> $1 AND m.deleted_at IS NULL AND m.hidden_at IS NULL AND (NOT $2 OR m.seq > mine.read_seq)
           AND ($3::int8 IS NULL OR (m.created_at, m.room_id, m.seq) < (to_timestamp($3::float8 / 1000), $4::uuid, $5::int8))
         ORDER BY m.seq DESC LIMIT 2 * $6) f
     ), page AS (
       SELECT room_id, id, seq, created_at, min(keyword) AS keyword FROM named GROUP BY 1, 2, 3, 4
       ORDER BY created_at DESC, room_id DESC, seq DESC LIMIT $6
     )
     SELECT p.keyword, ${messageColumns('$1')} FROM page p JOIN message m ON m.room_id = p.room_id AND m.id = p.id
     ORDER BY p.created_at DESC, p.room_id DESC, p.seq DESC`,
    [user.id, unread, ms ?? null, room ?? null, seq ?? null, limit + 1],
  )
  const messages = rows.map(toMessage)
  const count = countFitting(messages.slice(0, limit), undefined, 1).count
  const last = rows[count - 1]
  return {
    items: rows
      .slice(0, count)
      .map((row) => ({ roomId: row.room_id, id: row.id, ...(row.keyword ? { keyword: row.keyword } : {}) })),
    messages: messages.slice(0, count),
    ...(count < rows.length && last ? { next: `${last.created_at.getTime()} ${last.room_id} ${last.seq}` } : {}),
  }
}
