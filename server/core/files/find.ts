import type { User } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { findAccess } from '../rooms/access.ts'
import { noSuchFile } from './address.ts'
import { type FileRow, fileColumns } from './row.ts'

/**
 * A file that somebody may be given now: of a message that stands in a room they may read, or their own before it is sent. Refuses
 * `not_found`, whatever the reason [E1].
 */
export async function requireGiven(query: Query, id: string, user: Pick<User, 'id' | 'role'>): Promise<FileRow> {
  const row = await findWhole(query, id)
  const isOwn = row?.message_id === null && row.uploaded_by === user.id
  if (!row || !(await findAccess(query, row.room_id, user)) || (row.message_id === null && !isOwn)) throw noSuchFile()
  return row
}

/** Whether files of a message are still kept; with `uploadedBy` only that person's count. */
export async function hasFiles(query: Query, roomId: string, messageId: string, uploadedBy?: string): Promise<boolean> {
  const rows = await query(
    'SELECT 1 FROM attachment WHERE room_id = $1 AND message_id = $2 AND ($3::uuid IS NULL OR uploaded_by = $3) LIMIT 1',
    [roomId, messageId, uploadedBy ?? null],
  )
  return rows.length > 0
}

/** A whole file whose message, where it has one, was neither deleted nor hidden. */
export async function findWhole(query: Query, id: string): Promise<FileRow | null> {
  const [row] = await query<FileRow>(
    `SELECT ${fileColumns} FROM attachment a LEFT JOIN message m ON m.room_id = a.room_id AND m.id = a.message_id
     WHERE a.id = $1 AND a.ready_at IS NOT NULL AND a.removed_at IS NULL AND m.deleted_at IS NULL AND m.hidden_at IS NULL`,
    [id],
  )
  return row ?? null
}
