import { notify } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'

/** Everything that a deletion takes from a message, as rows of their tables. */
export type Kept = {
  message: Record<string, unknown>
  reactions: unknown[]
  mentions: unknown[]
  edits: unknown[]
  confirmations: unknown[]
}

/** The message takes its room's next rev, and every node tells it when this commits. All of it under the room's lock [W1, W2]. */
async function stamp(query: Query, roomId: string, id: string, set: string, values: unknown[] = [], deleted = 0): Promise<void> {
  const rows = await query(
    `WITH h AS (UPDATE room_head SET rev = rev + 1, deleted = deleted + $3 WHERE room_id = $1 RETURNING rev)
     UPDATE message m SET rev = h.rev, ${set} FROM h WHERE m.room_id = $1 AND m.id = $2 RETURNING 1`,
    [roomId, id, deleted, ...values],
  )
  if (rows.length === 0) throw new Error('a message under its room’s lock was gone')
  await notify(query, { room: roomId })
}

/** Its place stays, its words are shown to nobody. False when it is so already, or deleted. */
export async function hide(query: Query, roomId: string, id: string): Promise<boolean> {
  const [row] = await query('SELECT 1 FROM message WHERE room_id = $1 AND id = $2 AND hidden_at IS NULL AND deleted_at IS NULL', [
    roomId,
    id,
  ])
  if (!row) return false
  await stamp(query, roomId, id, "hidden_at = date_trunc('milliseconds', clock_timestamp())")
  return true
}

/** Shows again what was hidden. False when it is not hidden. */
export async function unhide(query: Query, roomId: string, id: string): Promise<boolean> {
  const [row] = await query('SELECT 1 FROM message WHERE room_id = $1 AND id = $2 AND hidden_at IS NOT NULL', [roomId, id])
  if (!row) return false
  await stamp(query, roomId, id, 'hidden_at = NULL')
  return true
}

const LOST = `body, edited_at, hidden_at, pinned_at, pinned_by, preview, preview_off, mention_user_ids, mention_group_ids, mention_room,
  confirm_asked, confirm_count, reminded_at, files`

/**
 * Makes a tombstone of a message, as its author's own deletion does, and answers what was taken from it, for the time it can be taken
 * back. Its files lie where they are until then, and nobody is given them. Null when it is deleted already.
 */
export async function remove(query: Query, roomId: string, id: string): Promise<Kept | null> {
  const [row] = await query<{ message: Record<string, unknown>; seq: number }>(
    `SELECT to_jsonb(x) - 'seq' AS message, x.seq FROM (SELECT ${LOST}, seq FROM message
       WHERE room_id = $1 AND id = $2 AND deleted_at IS NULL AND kind IS NULL) x`,
    [roomId, id],
  )
  if (!row) return null
  const rowsOf = async (table: string, by: 'message_id' | 'seq', value: unknown) =>
    (
      await query<{ row: unknown }>(
        `SELECT to_jsonb(t) AS row FROM ${table} t WHERE room_id = $1 AND ${by} = $2 ORDER BY t::text`,
        [roomId, value],
      )
    ).map((one) => one.row)
  const kept: Kept = {
    message: row.message,
    reactions: await rowsOf('reaction', 'message_id', id),
    mentions: await rowsOf('mention', 'seq', row.seq),
    edits: await rowsOf('message_edit', 'message_id', id),
    confirmations: await rowsOf('confirmation', 'message_id', id),
  }
  for (const table of ['reaction', 'message_edit', 'confirmation'])
    await query(`DELETE FROM ${table} WHERE room_id = $1 AND message_id = $2`, [roomId, id])
  await query('DELETE FROM mention WHERE room_id = $1 AND seq = $2', [roomId, row.seq])
  // Its files first: with them in the row, deleting it would take their bytes too.
  await query('UPDATE message SET files = NULL WHERE room_id = $1 AND id = $2 AND files IS NOT NULL', [roomId, id])
  await stamp(
    query,
    roomId,
    id,
    `body = '', deleted_at = date_trunc('milliseconds', clock_timestamp()), pinned_at = NULL, pinned_by = NULL, preview = NULL, mention_user_ids = '{}',
     mention_group_ids = '{}', mention_room = NULL, confirm_asked = NULL, confirm_count = NULL, reminded_at = NULL`,
    [],
    1,
  )
  await stampParent(query, roomId)
  return kept
}

/** Puts a message back as it was before a moderator deleted it. False when it is not deleted. */
export async function putBack(query: Query, roomId: string, id: string, kept: Kept): Promise<boolean> {
  const [row] = await query('SELECT 1 FROM message WHERE room_id = $1 AND id = $2 AND deleted_at IS NOT NULL', [roomId, id])
  if (!row) return false
  const columns = LOST.split(',').map((name) => name.trim())
  await stamp(
    query,
    roomId,
    id,
    `deleted_at = NULL, (${columns.join(', ')}) = (SELECT ${columns.map((name) => `k.${name}`).join(', ')} FROM jsonb_populate_record(NULL::message, $4::jsonb) k)`,
    [JSON.stringify(kept.message)],
    -1,
  )
  const tables = { reaction: kept.reactions, mention: kept.mentions, message_edit: kept.edits, confirmation: kept.confirmations }
  for (const [table, rows] of Object.entries(tables))
    await query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ON CONFLICT DO NOTHING`, [
      JSON.stringify(rows),
    ])
  await stampParent(query, roomId)
  return true
}

/** A thread's message tells how many replies it has. */
async function stampParent(query: Query, roomId: string): Promise<void> {
  const [parent] = await query<{ room: string | null; id: string }>(
    'SELECT parent_room_id AS room, parent_message_id AS id FROM room WHERE id = $1',
    [roomId],
  )
  if (parent?.room) await stamp(query, parent.room, parent.id, 'body = m.body')
}
