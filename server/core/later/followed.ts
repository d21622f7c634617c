import type pg from 'pg'
import { FRAME_MAX_BYTES, PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Message, RoomSummary, User } from '#protocol/models.ts'
import { queryOn } from '#server/database/transaction.ts'
import { type MessageRow, messageColumns, toMessage } from '../messages/row.ts'
import { listSomeOwnRooms } from '../rooms/summaries.ts'
import { noSuchPage } from './own.ts'

type Wanted = { cursor?: string | undefined; limit?: number | undefined }
export type FollowedThread = { room: RoomSummary; parent?: Message; last?: Message }

const CURSOR = /^([01]) (\d{1,15}) ([0-9a-f-]{36})$/

/** Threads somebody follows: those with something unread first, then by their latest reply, at most 50 and what fits in a frame. */
export async function listFollowed(
  pool: pg.Pool,
  user: User,
  { cursor, limit = PAGE_DEFAULT }: Wanted,
): Promise<{ threads: FollowedThread[]; next?: string }> {
  const query = queryOn(pool)
  const [, isUnread, ms, after] = CURSOR.exec(cursor ?? '') ?? []
  if (cursor !== undefined && after === undefined) throw noSuchPage()
  const page = await query<{ id: string; parent_room_id: string; parent_message_id: string; is_unread: number; at: Date }>(
    `SELECT * FROM (
       SELECT r.id, r.parent_room_id, r.parent_message_id, h.last_at AS at, EXISTS (
         SELECT 1 FROM message m WHERE m.room_id = r.id AND m.seq > ms.read_seq AND m.author_id <> ms.user_id
           AND m.deleted_at IS NULL AND m.hidden_at IS NULL)::int AS is_unread
       FROM membership ms JOIN room r ON r.id = ms.room_id AND r.parent_room_id IS NOT NULL JOIN room_head h ON h.room_id = r.id
       WHERE ms.user_id = $1 AND ms.left_at IS NULL AND h.last_seq > h.deleted AND EXISTS (
         SELECT 1 FROM membership pm WHERE pm.room_id = r.parent_room_id AND pm.user_id = $1 AND pm.left_at IS NULL)) t
     WHERE $2::int IS NULL OR (is_unread, at, id) < ($2, to_timestamp($3::float8 / 1000), $4::uuid)
     ORDER BY is_unread DESC, at DESC, id DESC LIMIT $5`,
    [user.id, isUnread ?? null, ms ?? null, after ?? null, limit + 1],
  )
  const ids = page.slice(0, limit)
  const rooms = new Map(
    (
      await listSomeOwnRooms(
        query,
        user.id,
        ids.map((row) => row.id),
      )
    ).map(({ summary }) => [summary.id, summary]),
  )
  const parents = await query<MessageRow>(
    `SELECT ${messageColumns('$1')} FROM unnest($2::uuid[], $3::uuid[]) w (room_id, id) JOIN message m ON m.room_id = w.room_id AND m.id = w.id`,
    [user.id, ids.map((row) => row.parent_room_id), ids.map((row) => row.parent_message_id)],
  )
  const lasts = await query<MessageRow>(
    `SELECT x.* FROM unnest($2::uuid[]) w (room_id) CROSS JOIN LATERAL (
       SELECT ${messageColumns('$1')} FROM message m WHERE m.room_id = w.room_id AND m.deleted_at IS NULL AND m.hidden_at IS NULL
       ORDER BY m.seq DESC LIMIT 1) x`,
    [user.id, ids.map((row) => row.id)],
  )
  const parentOf = new Map(parents.map((row) => [`${row.room_id} ${row.id}`, toMessage(row)]))
  const lastOf = new Map(lasts.map((row) => [row.room_id, toMessage(row)]))
  const threads: FollowedThread[] = []
  let bytes = 0
  let taken = 0
  for (const row of ids) {
    const room = rooms.get(row.id)
    const parent = parentOf.get(`${row.parent_room_id} ${row.parent_message_id}`)
    const last = lastOf.get(row.id)
    const thread = room && { room, ...(parent ? { parent } : {}), ...(last ? { last } : {}) }
    bytes += Buffer.byteLength(JSON.stringify(thread ?? ''))
    if (taken > 0 && bytes > FRAME_MAX_BYTES) break
    taken += 1
    // Left between two of these statements.
    if (thread) threads.push(thread)
  }
  const at = page[taken - 1]
  return { threads, ...(taken < page.length && at ? { next: `${at.is_unread} ${at.at.getTime()} ${at.id}` } : {}) }
}
