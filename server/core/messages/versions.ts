import { Refusal } from '#protocol/errors.ts'
import { FRAME_MAX_BYTES, VERSIONS_PAGE } from '#protocol/limits.ts'
import type { User, Version } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { requireReadable } from '../rooms/access.ts'
import { refuse } from './refusals.ts'

/**
 * What a message said before, newest first, each with when it was written; what it says now is not among them. At most 20 and
 * 256 KB a page. Of a deleted message there are none [M4, X2], of a hidden one none are shown. Refuses `not_found` to who may not
 * read the room, and where there is no such message.
 */
export async function listVersions(
  query: Query,
  user: Pick<User, 'id' | 'role'>,
  roomId: string,
  id: string,
  cursor?: string,
): Promise<{ versions: Version[]; next?: string }> {
  await requireReadable(query, roomId, user)
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
  if (!Number.isSafeInteger(before) || before < 0)
    throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
  const rows = await query<{ rev: number | null; body: string; at: Date }>(
    `SELECT v.rev, v.body, v.at FROM message m LEFT JOIN LATERAL (
       SELECT e.rev, e.body, lag(e.edited_at, 1, m.created_at) OVER (ORDER BY e.rev) AS at
       FROM message_edit e WHERE e.room_id = m.room_id AND e.message_id = m.id AND m.hidden_at IS NULL AND m.deleted_at IS NULL) v
       ON v.rev < $3
     WHERE m.room_id = $1 AND m.id = $2 ORDER BY v.rev DESC LIMIT $4`,
    [roomId, id, before, VERSIONS_PAGE + 1],
  )
  if (rows.length === 0) throw refuse('not_found')
  const versions: Version[] = []
  let bytes = 0
  let last: number | null = null
  for (const { rev, body, at } of rows) {
    if (rev === null) break
    bytes += Buffer.byteLength(JSON.stringify(body))
    if (versions.length === VERSIONS_PAGE || (versions.length > 0 && bytes > FRAME_MAX_BYTES))
      return { versions, next: String(last) }
    versions.push({ body, at: at.toISOString() })
    last = rev
  }
  return { versions }
}
