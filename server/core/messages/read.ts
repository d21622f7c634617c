import { FRAME_MAX_BYTES, GAP_MAX_MESSAGES, PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Message, MessagePatch, RoomChanges } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { type RoomRow, roomColumns, toRoomPatch } from '../rooms/row.ts'
import { type MessageRow, messageColumns, toMessage } from './row.ts'
import { countFitting } from './size.ts'

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
  /** What lies on one side of a seq, nearest first: as much as fits, but `least` rows at any rate. */
  const side = async (condition: string, order: 'ASC' | 'DESC', seq: number, count: number, budget: number, least: 0 | 1) => {
    const found = await rows(condition, order, count, seq)
    const fitting = countFitting(found.slice(0, count), budget, least)
    return { messages: found.slice(0, fitting.count), more: fitting.count < found.length, bytes: fitting.bytes }
  }
  const older = (seq: number, count: number, budget = FRAME_MAX_BYTES, least: 0 | 1 = 1) =>
    side('m.seq < $3', 'DESC', seq, count, budget, least)
  const newer = (seq: number, count: number, budget = FRAME_MAX_BYTES) => side('m.seq > $3', 'ASC', seq, count, budget, 1)

  if (wanted.after !== undefined) {
    const page = await newer(wanted.after, limit)
    return { messages: page.messages, hasBefore: wanted.after > 0, hasAfter: page.more }
  }
  if (wanted.around !== undefined) {
    const half = Math.floor(limit / 2)
    const after = await newer(wanted.around - 1, limit - half, FRAME_MAX_BYTES / 2)
    const before = await older(wanted.around, half, FRAME_MAX_BYTES - after.bytes, 0)
    return { messages: [...before.messages.reverse(), ...after.messages], hasBefore: before.more, hasAfter: after.more }
  }
  const page = await older(wanted.before ?? Number.MAX_SAFE_INTEGER, limit)
  const hasAfter = wanted.before !== undefined && (await newer(wanted.before - 1, 0)).more
  return { messages: page.messages.reverse(), hasBefore: page.more, hasAfter }
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
  if (messages.length > GAP_MAX_MESSAGES || countFitting(messages).count < messages.length)
    return { reset: true, rev: room.head_rev }
  return {
    changes: {
      roomId,
      prev: afterRev,
      rev: room.head_rev,
      messages,
      // A pin does not move the room's own rev.
      room: room.room_rev > afterRev ? toRoomPatch(room) : { pins: room.pins },
    },
  }
}

/** Who confirmed one of these messages after `afterRev`, by message. */
export async function readConfirmers(
  query: Query,
  roomId: string,
  afterRev: number,
  rows: readonly MessagePatch[],
): Promise<Map<string, string[]>> {
  const asking = rows.filter((row) => row.confirm && row.confirm.count > 0).map((row) => row.id)
  if (asking.length === 0) return new Map()
  const found = await query<{ message_id: string; user_ids: string[] }>(
    `SELECT message_id, array_agg(user_id) AS user_ids FROM confirmation
     WHERE room_id = $1 AND message_id = ANY ($2) AND rev > $3 GROUP BY message_id`,
    [roomId, asking, afterRev],
  )
  return new Map(found.map((one) => [one.message_id, one.user_ids]))
}
