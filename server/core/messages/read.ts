import { FRAME_MAX_BYTES, GAP_MAX_MESSAGES, PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Message, RoomChanges } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { type RoomRow, roomColumns, toRoomPatch } from '../rooms/row.ts'
import { type MessageRow, messageColumns, toMessage } from './row.ts'

/** Rows from the first on, until the next would make a frame too large. */
function fitting(messages: Message[]): Message[] {
  let bytes = 0
  let count = 0
  for (const message of messages) {
    // Bodies dominate. UTF-16 length times three bounds UTF-8 from above; the rest of a row is a constant and its lists.
    bytes += 500 + message.body.length * 3 + message.reactions.length * 900
    if (count > 0 && bytes > FRAME_MAX_BYTES) break
    count += 1
  }
  return messages.slice(0, count)
}

export type PageWanted = {
  before?: number | undefined
  after?: number | undefined
  around?: number | undefined
  limit?: number | undefined
}
export type Page = { messages: Message[]; hasBefore: boolean; hasAfter: boolean }

/**
 * A page of a room's messages, ascending: the latest, or those before, after or around a seq. At most `limit` rows and
 * 256 KB. Pages stay put while people write, because a seq never changes.
 */
export async function readPage(query: Query, roomId: string, viewer: string, wanted: PageWanted): Promise<Page> {
  const limit = wanted.limit ?? PAGE_DEFAULT
  const rows = async (condition: string, order: 'ASC' | 'DESC', count: number, seq: number) =>
    (
      await query<MessageRow>(
        `SELECT ${messageColumns('$2')} FROM message m WHERE m.room_id = $1 AND ${condition} ORDER BY m.seq ${order} LIMIT $4`,
        [roomId, viewer, seq, count + 1],
      )
    ).map(toMessage)
  const older = async (seq: number, count: number) => {
    const found = await rows('m.seq < $3', 'DESC', count, seq)
    const kept = fitting(found.slice(0, count))
    return { messages: kept.reverse(), more: kept.length < found.length }
  }
  const newer = async (seq: number, count: number) => {
    const found = await rows('m.seq > $3', 'ASC', count, seq)
    const kept = fitting(found.slice(0, count))
    return { messages: kept, more: kept.length < found.length }
  }
  if (wanted.after !== undefined) {
    const page = await newer(wanted.after, limit)
    return { messages: page.messages, hasBefore: wanted.after > 0, hasAfter: page.more }
  }
  if (wanted.around !== undefined) {
    const half = Math.max(1, Math.floor(limit / 2))
    const before = await older(wanted.around, half)
    const after = await newer(wanted.around - 1, limit - half)
    return { messages: [...before.messages, ...after.messages], hasBefore: before.more, hasAfter: after.more }
  }
  const page = await older(wanted.before ?? Number.MAX_SAFE_INTEGER, limit)
  return { messages: page.messages, hasBefore: page.more, hasAfter: wanted.before !== undefined }
}

/** Whole rows by id, in no order; those that are not in the room are left out. */
export async function readMessages(query: Query, roomId: string, viewer: string, ids: string[]): Promise<Message[]> {
  const rows = await query<MessageRow>(`SELECT ${messageColumns('$2')} FROM message m WHERE m.room_id = $1 AND m.id = ANY ($3)`, [
    roomId,
    viewer,
    ids,
  ])
  return rows.map(toMessage)
}

/**
 * Everything that changed in a room after `afterRev`, as whole rows ascending by rev, with the room's own facts when they
 * changed; or `reset` when that is more than 1,000 messages or 256 KB, or when `afterRev` is ahead of the room. Run it in
 * a snapshot: rows and rev must be of one moment.
 */
export async function readChanges(
  query: Query,
  roomId: string,
  viewer: string,
  afterRev: number,
): Promise<{ changes: RoomChanges } | { reset: true; rev: number } | null> {
  const [room] = await query<RoomRow>(`SELECT ${roomColumns} FROM room r JOIN room_head h ON h.room_id = r.id WHERE r.id = $1`, [
    roomId,
  ])
  if (!room) return null
  if (afterRev > room.head_rev) return { reset: true, rev: room.head_rev }
  if (afterRev === room.head_rev) return { changes: { roomId, prev: afterRev, rev: afterRev, messages: [] } }
  const rows = await query<MessageRow>(
    `SELECT ${messageColumns('$2')} FROM message m WHERE m.room_id = $1 AND m.rev > $3 ORDER BY m.rev LIMIT $4`,
    [roomId, viewer, afterRev, GAP_MAX_MESSAGES + 1],
  )
  const messages = rows.map(toMessage)
  if (messages.length > GAP_MAX_MESSAGES || fitting(messages).length < messages.length) return { reset: true, rev: room.head_rev }
  return {
    changes: {
      roomId,
      prev: afterRev,
      rev: room.head_rev,
      messages,
      ...(room.room_rev > afterRev ? { room: toRoomPatch(room) } : {}),
    },
  }
}
