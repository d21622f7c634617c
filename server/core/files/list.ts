import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Attachment, User } from '#protocol/models.ts'
import { queryOn } from '#server/database/transaction.ts'
import { requireReadable } from '../rooms/access.ts'
import { type FileRow, fileColumns, toAttachment } from './row.ts'

const PAGE = 30

export type ListedFile = { roomId: string; messageId: string; seq: number; authorId: string; at: string; file: Attachment }

/** The files of a room and of its threads, the one sent last first, in pages. Refuses `not_found`, and `invalid` for a cursor nobody gave. */
export async function listFiles(
  pool: pg.Pool,
  user: User,
  roomId: string,
  cursor?: string,
): Promise<{ files: ListedFile[]; next?: string }> {
  const query = queryOn(pool)
  await requireReadable(query, roomId, user)
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
    throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
  const rows = await query<FileRow & { position: number; seq: number; author_id: string; created_at: Date }>(
    `SELECT ${fileColumns}, a.position, m.seq, m.author_id, m.created_at
     FROM attachment a JOIN message m ON m.room_id = a.room_id AND m.id = a.message_id
     WHERE a.room_id IN (SELECT id FROM room WHERE id = $1 OR parent_room_id = $1) AND a.position < $2
       AND a.removed_at IS NULL AND m.deleted_at IS NULL AND m.hidden_at IS NULL
     ORDER BY a.position DESC LIMIT $3`,
    [roomId, cursor ?? Number.MAX_SAFE_INTEGER, PAGE + 1],
  )
  const page = rows.slice(0, PAGE)
  const files = page.map((row) => ({
    ...{ roomId: row.room_id, messageId: row.message_id as string, seq: row.seq, authorId: row.author_id },
    ...{ at: row.created_at.toISOString(), file: toAttachment(row) },
  }))
  const last = page.at(-1)
  return rows.length > PAGE && last ? { files, next: String(last.position) } : { files }
}
