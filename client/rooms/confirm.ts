import { findRow, type Log } from '#client/timeline/log.ts'
import { asWhole, withOwn } from '#client/timeline/rows.ts'
import { UNREAD_EXACT_MAX } from '#protocol/limits.ts'
import type { Message, MessagePatch, RoomSummary } from '#protocol/models.ts'
import type { Counted } from './count.ts'

const MORE = UNREAD_EXACT_MAX + 1

/** Whether a message waits for `me` to confirm it: it asks, `me` was there when it was written, and has not confirmed it [Q1]. */
export function waitsFor(
  message: Message,
  { role, joinedSeq = 0 }: Pick<RoomSummary, 'role' | 'joinedSeq'>,
  me: string,
): boolean {
  const asks = message.confirm !== undefined && !message.confirm.mine
  const isThere = message.deletedAt === undefined && message.hiddenAt === undefined
  return asks && isThere && role !== undefined && message.authorId !== me && message.seq > joinedSeq
}

/**
 * What a row of a frame does to the number of messages that wait for one's confirmation. `former` is the summary before the
 * row. Once is once: a confirmation of one's own comes as a patch one time only, and `sure` is false for all that a row can't
 * tell by itself.
 */
export function countWaiting({ room, sure }: Counted, former: RoomSummary, row: MessagePatch, before: Log): Counted {
  const { me } = before
  if (room.role === undefined || row.authorId === me) return { room, sure }
  const whole = asWhole(row, room.id)
  const waiting = room.toConfirm ?? 0
  if (row.seq > former.lastSeq) return { room: whole ? withNew(room, withOwn(whole, me), me) : room, sure }
  if (whole) return { room, sure: sure && whole.confirm === undefined && (waiting === 0 || !whole.deletedAt) }
  if (row.confirmed?.includes(me)) {
    // Of several reminders only the server knows which one is left.
    const isTold = waiting < MORE && (waiting <= 1 || room.remindedAt === undefined)
    return { room: withWaiting(room, waiting - 1, room.remindedAt), sure: sure && isTold }
  }
  const held = findRow(before, row.id, row.seq)
  if (row.remindedAt !== undefined) {
    if (held) return { room: waitsFor(held, room, me) ? withWaiting(room, waiting, row.remindedAt) : room, sure }
    return { room, sure: sure && waiting === 0 }
  }
  const mayGo = waiting > 0 && Boolean(row.deletedAt || row.hiddenAt)
  const mayCome = row.hiddenAt === null && (!held || held.confirm !== undefined)
  return { room, sure: sure && !mayGo && !mayCome }
}

/** The same for a message that is new to the summary. */
export const withNew = (room: RoomSummary, message: Message, me: string): RoomSummary =>
  waitsFor(message, room, me)
    ? withWaiting(room, (room.toConfirm ?? 0) + 1, later(room.remindedAt, message.confirm?.remindedAt))
    : room

function withWaiting(
  { toConfirm: _count, remindedAt: _at, ...room }: RoomSummary,
  count: number,
  remindedAt: string | undefined,
): RoomSummary {
  if (count <= 0) return room
  return { ...room, toConfirm: Math.min(MORE, count), ...(remindedAt === undefined ? {} : { remindedAt }) }
}

const later = (a: string | undefined, b: string | undefined) => (a === undefined || (b !== undefined && b > a) ? b : a)
