import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Message, Preview, RoomChanges } from '#protocol/models.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { noSuchRoom, requireMember } from '../rooms/access.ts'
import { lockRoom } from '../rooms/clocks.ts'
import type { RefusedStatus } from './log/outcome.ts'
import { readMessages } from './read.ts'
import { refuse } from './refusals.ts'

/** A message (`m`) in a room (`r`, `l` the one whose law counts) that may show a preview. */
const MAY_SHOW = `
  FROM message m JOIN room r ON r.id = m.room_id JOIN room l ON l.id = coalesce(r.parent_room_id, r.id)
  WHERE m.room_id = $1 AND m.id = $2 AND m.deleted_at IS NULL AND m.hidden_at IS NULL AND NOT m.preview_off AND l.previews`

/** The words whose link is to be previewed now, or null: deleted, taken away, or not wanted in this room. */
export async function findPreviewable(query: Query, roomId: string, id: string): Promise<string | null> {
  const [row] = await query<{ body: string }>(`SELECT m.body ${MAY_SHOW} AND m.preview IS NULL`, [roomId, id])
  return row?.body ?? null
}

/**
 * Puts a preview on a message whose words are still `body`: it takes the room's next rev, and every node tells it [W2]. False
 * when it came too late: edited, deleted, or taken away meanwhile.
 */
export async function storePreview(pool: pg.Pool, roomId: string, id: string, body: string, preview: Preview): Promise<boolean> {
  return transaction(pool, async (query) => {
    if (!(await lockRoom(query, roomId))) return false
    const [row] = await query(`SELECT 1 ${MAY_SHOW} AND m.body = $3 FOR NO KEY UPDATE OF m`, [roomId, id, body])
    if (!row) return false
    await stamp(query, roomId, id, 'preview = $3', [JSON.stringify(preview)])
    await notify(query, { room: roomId })
    return true
  })
}

/**
 * Takes the preview of a message away for good; its author, or the room's owner or moderator. Refuses `not_found`, `forbidden`,
 * `conflict` (deleted), and what a send refuses of somebody's standing.
 */
export async function removePreview(
  pool: pg.Pool,
  announce: (frame: RoomChanges) => void,
  { user, sessionId }: Actor,
  roomId: string,
  id: string,
): Promise<Message> {
  const frame = await transaction(pool, async (query): Promise<RoomChanges | null> => {
    if (!(await lockRoom(query, roomId))) throw noSuchRoom()
    const { role, lawId } = await requireMember(query, roomId, user)
    const [message] = await query<{
      seq: number
      author_id: string
      deleted: boolean
      off: boolean
      refused: RefusedStatus | null
    }>(
      `SELECT m.seq, m.author_id, m.deleted_at IS NOT NULL AS deleted, m.preview_off AS off,
         parley_standing($3, $4, $5, clock_timestamp()) AS refused
       FROM message m WHERE m.room_id = $1 AND m.id = $2`,
      [roomId, id, user.id, sessionId, lawId],
    )
    if (!message) throw refuse('not_found')
    if (message.refused) throw refuse(message.refused)
    if (message.author_id !== user.id && role === 'member')
      throw new Refusal('forbidden', 'Only its author or a moderator can remove the preview of this message.')
    if (message.deleted) throw refuse('deleted')
    if (message.off) return null
    const rev = await stamp(query, roomId, id, 'preview = NULL, preview_off = true', [])
    return { roomId, prev: rev - 1, rev, messages: [{ id, seq: message.seq, rev, authorId: message.author_id, preview: null }] }
  })
  if (frame) announce(frame)
  const [message] = await readMessages(queryOn(pool), roomId, user.id, [id])
  if (!message) throw refuse('not_found')
  return message
}

async function stamp(query: Query, roomId: string, id: string, set: string, values: unknown[]): Promise<number> {
  const [row] = await query<{ rev: number }>(
    `WITH h AS (UPDATE room_head SET rev = rev + 1 WHERE room_id = $1 RETURNING rev)
     UPDATE message m SET rev = h.rev, ${set} FROM h WHERE m.room_id = $1 AND m.id = $2 RETURNING m.rev`,
    [roomId, id, ...values],
  )
  if (!row) throw new Error('a message under its room’s lock was gone')
  return row.rev
}
