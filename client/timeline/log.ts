import type { Message, RoomChanges } from '#protocol/models.ts'

/** Messages that follow each other without a hole, ascending by seq. */
export type Run = { readonly messages: readonly Message[]; readonly hasBefore: boolean }

/** What is held of one room. Everything here is a value: the functions beside it take one and give the next. */
export type Log = {
  readonly roomId: string
  /** Whose reactions are `mine`. */
  readonly me: string
  /** The room's clock here: every change up to it is in what is held. */
  readonly rev: number
  /** The run that is joined to the room's end (rule C5). */
  readonly tail: Run
  /** Where the tail ends; without rows, the seq after which it will start. Null when nobody knows (after a reset). */
  readonly end: number | null
  /** The greatest seq known to exist: over `end` while rows between are missing. */
  readonly lastSeq: number
  /** Rows that came before the ones between them and the tail: a sync that ended early, an ack that overtook frames. */
  readonly ahead: readonly Message[]
  /** The run that is not joined to the tail (rule C5). */
  readonly detached: Run | null
  /** Frames that do not join on yet, by rev. */
  readonly early: readonly RoomChanges[]
}

/** A room of which no row is held yet, at `rev`, with `lastSeq` messages. */
export function emptyLog(room: { id: string; rev: number; lastSeq: number }, me: string): Log {
  return {
    roomId: room.id,
    me,
    rev: room.rev,
    tail: { messages: [], hasBefore: room.lastSeq > 0 },
    end: room.lastSeq,
    lastSeq: room.lastSeq,
    ahead: [],
    detached: null,
    early: [],
  }
}

/** All rows dropped: the gap was too long to be told (`room:sync` said reset), or the rows left memory. */
export function withoutRows(log: Log, at: { rev: number; lastSeq: number | null }): Log {
  return {
    ...log,
    rev: at.rev,
    tail: { messages: [], hasBefore: at.lastSeq !== 0 },
    end: at.lastSeq,
    lastSeq: at.lastSeq ?? 0,
    ahead: [],
    detached: null,
    early: log.early.filter((frame) => frame.rev > at.rev),
  }
}

/** The newest `most` rows of the tail and no detached run. */
export function trimmed(log: Log, most: number): Log {
  const { messages } = log.tail
  if (messages.length <= most && !log.detached) return log
  const isLong = messages.length > most
  return { ...log, tail: isLong ? { messages: messages.slice(-most), hasBefore: true } : log.tail, detached: null }
}

/** Whether something is known to be missing: the room has to be asked for what came after `rev`. */
export const needsSync = (log: Log): boolean => log.early.length > 0 || (log.end !== null && log.lastSeq > log.end)

export const hasRows = (log: Log): boolean => log.tail.messages.length > 0 || log.detached !== null || log.ahead.length > 0

/** The row of a message, where it is held. */
export function findRow(log: Log, id: string, seq: number): Message | undefined {
  return (
    at(log.tail.messages, id, seq) ??
    (log.detached ? at(log.detached.messages, id, seq) : undefined) ??
    log.ahead.find((row) => row.id === id)
  )
}

/** Index of a message in ascending rows, or −1. */
export function indexOf(rows: readonly Message[], id: string, seq: number): number {
  const first = rows[0]
  if (!first || seq < first.seq) return -1
  const index = seq - first.seq
  return rows[index]?.id === id ? index : -1
}

const at = (rows: readonly Message[], id: string, seq: number) => rows[indexOf(rows, id, seq)]
