import { findRow, type Log } from '#client/timeline/log.ts'
import { putRows } from '#client/timeline/put.ts'
import { asWhole } from '#client/timeline/rows.ts'
import { UNREAD_EXACT_MAX } from '#protocol/limits.ts'
import type { Mentions, Message, MessagePatch, RoomChanges, RoomSummary } from '#protocol/models.ts'
import { countWaiting, withNew as withNewWaiting } from './confirm.ts'

/** A summary after a change. Not `sure`: the counts can't be told from what is held here, the server has to be asked. */
export type Counted = { room: RoomSummary; sure: boolean }

const MORE = UNREAD_EXACT_MAX + 1
/** Ids of the groups one is in: who mentions them mentions one. */
type Groups = ReadonlySet<string>
const NONE: Groups = new Set()

/**
 * What a frame does to a room's summary: its facts, `lastSeq`, `lastAt`, `unread` and `mentionCount`. `before` is what
 * was held before the frame was applied. A frame the summary already counts (`rev` at most the summary's) changes nothing.
 */
export function countFrame(room: RoomSummary, frame: RoomChanges, before: Log, mine = NONE): Counted {
  if (frame.rev <= room.rev) return { room, sure: true }
  const rows = inOrder(
    frame.messages.filter((row) => row.rev > room.rev),
    room,
  )
  const isRepeated = new Set(rows.map((row) => row.id)).size < rows.length
  let counted: Counted = { room: withFacts(room, frame), sure: true }
  let log = before
  for (const row of rows) {
    counted = countWaiting(countRow(counted, row, log, mine), counted.room, row, log)
    // The next row of the same message starts from what this one left.
    if (isRepeated) log = putRows(log, [row]).log
  }
  return { room: { ...counted.room, rev: frame.rev }, sure: counted.sure }
}

/** A sync's rows come by rev, where a message that was edited stands behind later ones: new messages are counted by seq. */
function inOrder(rows: MessagePatch[], { id, lastSeq }: RoomSummary): MessagePatch[] {
  const fresh = rows.filter((row) => row.seq > lastSeq && asWhole(row, id))
  const isInOrder = fresh.every((row, index) => index === 0 || row.seq > fresh[index - 1]!.seq)
  return isInOrder ? rows : [...rows].sort((a, b) => a.seq - b.seq)
}

/** The summary once everything up to `seq` was read. */
export function countRead(room: RoomSummary, log: Log | undefined, seq: number, mine = NONE): Counted {
  if (seq >= room.lastSeq)
    return { room: { ...room, readSeq: Math.max(room.lastSeq, seq), unread: 0, mentionCount: 0 }, sure: true }
  const exact = log && recount(room, log, seq, mine)
  if (exact) return { room: { ...room, readSeq: seq, ...exact }, sure: true }
  return { room: { ...room, readSeq: seq }, sure: false }
}

/** Unread and mentions after `readSeq`, where every row after it is held. */
function recount(
  room: RoomSummary,
  log: Log,
  readSeq: number,
  mine: Groups,
): Pick<RoomSummary, 'unread' | 'mentionCount'> | null {
  const first = log.tail.messages[0]
  if (!first || first.seq > readSeq + 1 || log.end !== room.lastSeq) return null
  const unread = log.tail.messages.filter((row) => row.seq > readSeq && counts(row, log.me))
  // Reading on never adds a mention.
  const hasNone = readSeq >= room.readSeq && room.mentionCount === 0
  if (!hasNone && unread.some(isEdited)) return null
  return {
    unread: Math.min(MORE, unread.length),
    mentionCount: hasNone ? 0 : Math.min(MORE, unread.filter((row) => mentionsMe(row, log.me, mine)).length),
  }
}

/** What a later summary of the same room lacks: rows that came after it was read. */
export function countOnTop(room: RoomSummary, log: Log | undefined, known: RoomSummary, mine = NONE): RoomSummary {
  const later = log?.tail.messages.filter((row) => row.seq > room.lastSeq) ?? []
  const rows = later.filter((row) => row.seq > room.readSeq && log && counts(row, log.me))
  return {
    ...later.reduce((all, row) => (log ? withNewWaiting(all, row, log.me) : all), room),
    rev: known.rev,
    lastSeq: known.lastSeq,
    ...(known.lastAt ? { lastAt: known.lastAt } : {}),
    unread: Math.min(MORE, room.unread + rows.length),
    mentionCount: Math.min(MORE, room.mentionCount + rows.filter((row) => log && mentionsMe(row, log.me, mine)).length),
  }
}

function countRow({ room, sure }: Counted, row: MessagePatch, before: Log, mine: Groups): Counted {
  const whole = asWhole(row, room.id)
  if (row.seq > room.lastSeq) {
    if (!whole) return { room, sure: false }
    const mayMiscount = room.role !== undefined && whole.authorId !== before.me && isEdited(whole)
    return { room: withNew(room, whole, before.me, mine), sure: sure && !mayMiscount }
  }
  if (room.role === undefined || row.seq <= room.readSeq || row.authorId === before.me) return { room, sure }
  const held = findRow(before, row.id, row.seq)
  const by = held ? change(held, row, whole) : changeUnseen(row, whole)
  if (by === null) return { room, sure: false }
  if (by === 0) return { room, sure }
  const mentions = mentionsMe({ mentions: row.unmentioned ?? held?.mentions ?? row.mentions }, before.me, mine) ? by : 0
  const isExact = room.unread < MORE && room.mentionCount < MORE
  const mayMiscount = held !== undefined && isEdited(held) && (by > 0 || room.mentionCount > 0)
  return {
    room: { ...room, unread: within(room.unread + by), mentionCount: within(room.mentionCount + mentions) },
    sure: sure && (by > 0 || isExact) && !mayMiscount,
  }
}

/** −1, 0 or 1: what the row does to the number of unread ones. */
function change(held: Message, row: MessagePatch, whole: Message | null): number {
  const after = whole ?? {
    ...held,
    deletedAt: row.deletedAt ?? held.deletedAt,
    hiddenAt: row.hiddenAt === undefined ? held.hiddenAt : row.hiddenAt,
  }
  return Number(isThere(after)) - Number(isThere(held))
}

/** The same for a row that is not held. Null: it was whole, so nobody can tell whether it just went or was gone before. */
function changeUnseen(row: MessagePatch, whole: Message | null): number | null {
  if (whole) return isThere(whole) ? 0 : null
  if (row.deletedAt || row.hiddenAt) return -1
  return row.hiddenAt === null ? 1 : 0
}

function withNew(room: RoomSummary, row: Message, me: string, mine: Groups): RoomSummary {
  const next = { ...room, lastSeq: row.seq, lastAt: row.createdAt }
  if (room.role === undefined) return next
  // A send moves the read cursor only if nothing before it was unread.
  if (row.authorId === me && !isSystem(row))
    return room.unread === 0 ? { ...next, readSeq: Math.max(room.readSeq, row.seq) } : next
  if (!counts(row, me) || row.seq <= room.readSeq) return next
  return { ...next, unread: within(room.unread + 1), mentionCount: within(room.mentionCount + Number(mentionsMe(row, me, mine))) }
}

function withFacts(room: RoomSummary, { room: facts }: RoomChanges): RoomSummary {
  if (!facts) return room
  const next = { ...room, ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) }
  if (next.topic === '') delete next.topic
  return next
}

type Gone = { deletedAt?: string | null | undefined; hiddenAt?: string | null | undefined }
const isThere = (row: Gone): boolean => !row.deletedAt && !row.hiddenAt
const counts = (row: Message, me: string): boolean => row.authorId !== me && isThere(row) && !isSystem(row)
/** What the product says itself is nobody's to read. */
const isSystem = (row: Message): boolean => row.kind === 'system'
const mentionsMe = ({ mentions }: { mentions: Mentions | undefined }, me: string, mine: Groups): boolean =>
  mentions !== undefined &&
  (mentions.userIds.includes(me) || mentions.room !== undefined || mentions.groupIds.some((id) => mine.has(id)))
/** An edit changes whom a message names and not whom it counts for: only the server knows the latter. */
const isEdited = (row: Message): boolean => row.editedAt !== undefined
const within = (count: number): number => Math.max(0, Math.min(MORE, count))
