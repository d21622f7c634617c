import { dayKey } from '#app/_words/time.ts'
import type { HeldMessage, OutboxEntry } from '#client/index.ts'
import type { Message } from '#protocol/models.ts'

/** Messages of one person within this time of each other stand under one name. */
export const GROUP_WITHIN_MS = 5 * 60_000

type Placed = {
  /** The message's id, from before it is sent until for ever: the row's height and place hang on it. */
  key: string
  /** Shows who wrote and when; grouped rows do not. */
  head: boolean
  /** First of its day. */
  day: Date | null
}
export type MessageRow = Placed & { kind: 'message'; message: Message; unread: boolean }
/** Written here, not in the room yet: on its way, failed, or waiting for a moderator. */
export type PendingRow = Placed & { kind: 'pending'; entry: OutboxEntry | (HeldMessage & { state: 'held' }) }
export type Row = { kind: 'start'; key: 'start' } | MessageRow | PendingRow

export type RowsInput = {
  messages: readonly Message[]
  outbox: readonly OutboxEntry[]
  held: readonly HeldMessage[]
  meId: string
  /** False until anything is known of the room. */
  loaded: boolean
  hasBefore: boolean
  hasAfter: boolean
  /** The line "New" stands before the first message of others with a greater seq. */
  dividerSeq: number | null
}

type Previous = { by: string; at: number; day: string; system: boolean }

/**
 * The rows of a timeline, ascending. What is not sent yet stands at the end, and only when the end is held.
 * Day and divider are part of a message's row, so that nothing but messages comes and goes.
 */
export function buildRows({ messages, outbox, held, meId, loaded, hasBefore, hasAfter, dividerSeq }: RowsInput): Row[] {
  const rows: Row[] = hasBefore || !loaded ? [] : [{ kind: 'start', key: 'start' }]
  let previous: Previous | null = null
  let dividerPlaced = dividerSeq === null

  for (const message of messages) {
    const at = new Date(message.createdAt)
    const by = byline(message)
    const day = dayKey(at)
    const unread = !dividerPlaced && message.seq > (dividerSeq ?? 0) && message.authorId !== meId && message.kind !== 'system'
    if (unread) dividerPlaced = true
    const newDay = previous === null ? !hasBefore : previous.day !== day
    const head =
      unread || newDay || message.replyToId !== undefined || !joins(previous, by, at.getTime(), message.kind === 'system')
    rows.push({ kind: 'message', key: message.id, message, head, unread, day: newDay ? at : null })
    previous = { by, at: at.getTime(), day, system: message.kind === 'system' }
  }

  if (hasAfter) return rows
  const unconfirmed = [...held.map((one) => ({ ...one, state: 'held' as const })), ...outbox]
  const confirmed = new Set(unconfirmed.length > 0 ? messages.map((message) => message.id) : [])
  for (const entry of unconfirmed) {
    if (confirmed.has(entry.id)) continue
    const at = new Date(entry.writtenAt)
    const day = dayKey(at)
    const newDay = previous?.day !== day
    const head = newDay || entry.replyToId !== undefined || !joins(previous, meId, at.getTime(), false)
    rows.push({ kind: 'pending', key: entry.id, entry, head, day: newDay ? at : null })
    previous = { by: meId, at: at.getTime(), day, system: false }
  }
  return rows
}

/** Whoever and whatever name a message stands under. */
const byline = ({ authorId, shownAs }: Message) => (shownAs ? `${authorId} ${shownAs.name} ${shownAs.icon}` : authorId)

function joins(previous: Previous | null, by: string, at: number, system: boolean): boolean {
  return previous !== null && !previous.system && !system && previous.by === by && at - previous.at <= GROUP_WITHIN_MS
}

export const rowSeq = (row: Row | undefined): number | null => (row?.kind === 'message' ? row.message.seq : null)

/** When a row was written. */
export function rowDate(row: Row): Date | null {
  if (row.kind === 'message') return new Date(row.message.createdAt)
  return row.kind === 'pending' ? new Date(row.entry.writtenAt) : null
}

export const firstSeq = (messages: readonly Message[]): number => messages[0]?.seq ?? Number.POSITIVE_INFINITY
export const lastSeqOf = (messages: readonly Message[]): number => messages.at(-1)?.seq ?? 0

/** The row of a message, or of the first after it where there is none of that seq; null where it is not held. */
export function indexOfSeq(rows: readonly Row[], seq: number): number | null {
  const seqs = rows.map(rowSeq)
  const index = seqs.findIndex((one) => one !== null && one >= seq)
  const before = seqs.findIndex((one) => one !== null && one <= seq)
  return index >= 0 && before >= 0 ? index : null
}
