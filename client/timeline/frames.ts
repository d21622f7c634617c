import type { Message, MessagePatch, RoomChanges } from '#protocol/models.ts'
import type { Log } from './log.ts'
import { putRows } from './put.ts'

/** `applied`: the frames that moved the room's rev, in order. `dropped`: rows that nothing held needed. */
export type Received = { log: Log; applied: RoomChanges[]; dropped: MessagePatch[] }

/** Frames that wait for the ones before them; past this many the rest is left to the sync. */
const EARLY_MAX = 500

/**
 * A live frame (rule C1): ignored at `rev ≤ r`, applied where it joins on (`prev ≤ r < rev`), else kept until the frames
 * before it came. `needsSync` of the result tells a gap.
 */
export function receive(log: Log, frame: RoomChanges): Received {
  if (frame.rev <= log.rev) return { log, applied: [], dropped: [] }
  return settle(withEarly(log, frame), [], [])
}

/**
 * The answer of `room:sync`, or a room's part of hello: whole rows, which are put in by their own rev even where they
 * are older than the room's clock here (a page that was read earlier is completed by them, rule C3).
 */
export function receiveSync(log: Log, changes: RoomChanges): Received {
  if (changes.prev > log.rev) return { log, applied: [], dropped: [] }
  const { log: next, dropped } = putRows(log, changes.messages)
  if (changes.rev <= log.rev) return { log: next, applied: [], dropped }
  return settle(at(next, changes.rev), [changes], dropped)
}

/** The row of an ack: it is merged and never moves the room's rev (rule C4). */
export function receiveAck(log: Log, message: Message): Log {
  const isNext = log.end !== null && message.seq === log.end + 1
  if (!isNext && log.tail.messages.length === 0 && !log.detached) return log
  return putRows(log, [message]).log
}

/** Frames of a connection that is gone: hello tells what they held. */
export const withoutEarly = (log: Log): Log => (log.early.length === 0 ? log : { ...log, early: [] })

function settle(log: Log, applied: RoomChanges[], dropped: MessagePatch[]): Received {
  const frame = log.early.find((early) => early.prev <= log.rev)
  if (!frame) return { log, applied, dropped }
  const result = putRows(
    log,
    frame.messages.filter((row) => row.rev > log.rev),
  )
  // A patch for a message behind the end names one that was never told here (a sync ended early, before it): moving on
  // would lose it, so the frame stays and the room is asked from the present rev.
  const isLacking = log.end !== null && result.dropped.some((row) => row.seq > log.end!)
  if (isLacking) return { log, applied, dropped }
  return settle(at(result.log, frame.rev), [...applied, frame], [...dropped, ...result.dropped])
}

function at(log: Log, rev: number): Log {
  const early = log.early.filter((frame) => frame.rev > rev)
  return { ...log, rev, early: early.length === log.early.length ? log.early : early }
}

function withEarly(log: Log, frame: RoomChanges): Log {
  if (log.early.length >= EARLY_MAX && frame.prev > log.rev) return log
  if (log.early.some((early) => early.rev === frame.rev && early.prev <= frame.prev)) return log
  return { ...log, early: [...log.early, frame].sort((a, b) => a.rev - b.rev) }
}
