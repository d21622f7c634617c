import type { Message, MessagePatch } from '#protocol/models.ts'
import type { Log, Run } from './log.ts'
import { putRows } from './put.ts'
import { asWhole, withOwn } from './rows.ts'

/** An answer of `room:history`. */
export type Page = { messages: readonly Message[]; hasBefore: boolean; hasAfter: boolean; rev: number }
export type PageKind = 'latest' | 'before' | 'after' | 'around'

/**
 * A page that was asked for when the room's clock here was `askedAt`; `kept` are the rows dropped since then (rule C3).
 * It becomes part of the run it touches, the tail where it reaches the room's end, else the detached run. A page whose
 * rev is below the log's has to be followed by a sync from the page's rev: the caller compares.
 */
export function receivePage(
  log: Log,
  page: Page,
  { kind, askedAt, kept }: { kind: PageKind; askedAt: number; kept: readonly MessagePatch[] },
): Log {
  const placed = page.messages.length === 0 ? withoutMore(log, page, kind) : place(log, page, kind)
  // A page older than the log was when it asked lacks changes that are not among the kept ones: a patch on top of it
  // would hide them, so only whole rows may be used.
  const usable = page.rev >= askedAt ? kept : kept.filter((row) => asWhole(row, log.roomId) !== null)
  return putRows(placed, usable).log
}

function place(log: Log, page: Page, kind: PageKind): Log {
  const run: Run = { messages: page.messages.map((row) => withOwn(row, log.me)), hasBefore: page.hasBefore }
  // The page overtook frames: its rows wait until the sync brought the ones between.
  if (log.tail.messages.length > 0 && log.end !== null && first(run) > log.end + 1) return putRows(log, run.messages).log
  if (log.tail.messages.length > 0 ? touches(log.tail, run) : reachesEnd(log, run, page))
    return joined(withTail(log, union(log.tail, run)))
  if (log.detached && touches(log.detached, run)) return joined({ ...log, detached: union(log.detached, run) })
  if (kind === 'before' || kind === 'after') return log
  return { ...log, detached: run }
}

function withoutMore(log: Log, page: Page, kind: PageKind): Log {
  if (kind === 'before') {
    // An empty page before the visible run: that run starts the room.
    if (log.detached) return { ...log, detached: { ...log.detached, hasBefore: false } }
    return { ...log, tail: { ...log.tail, hasBefore: false } }
  }
  if (kind === 'after' || page.hasBefore || page.hasAfter || log.tail.messages.length > 0) return log
  return { ...log, tail: { messages: [], hasBefore: false }, end: log.end ?? 0 }
}

/** Without rows in the tail a page is the tail when it goes to the end the log knows, or when the server says it is the end. */
const reachesEnd = (log: Log, run: Run, page: Page): boolean => !page.hasAfter || (log.end !== null && last(run) >= log.end)

/** Once the runs meet there is one. */
function joined(log: Log): Log {
  if (!log.detached) return log
  const meets = log.tail.messages.length > 0 ? touches(log.tail, log.detached) : log.end !== null && last(log.detached) >= log.end
  return meets ? withTail({ ...log, detached: null }, union(log.tail, log.detached)) : log
}

function withTail(log: Log, tail: Run): Log {
  let end = last(tail)
  const messages = [...tail.messages]
  for (const row of log.ahead) {
    if (row.seq !== end + 1) continue
    messages.push(row)
    end += 1
  }
  return {
    ...log,
    tail: { ...tail, messages },
    end,
    lastSeq: Math.max(log.lastSeq, end),
    ahead: log.ahead.filter((row) => row.seq > end),
  }
}

const first = (run: Run): number => run.messages[0]!.seq
const last = (run: Run): number => run.messages[run.messages.length - 1]!.seq
const touches = (a: Run, b: Run): boolean => first(a) <= last(b) + 1 && first(b) <= last(a) + 1

function union(a: Run, b: Run): Run {
  if (a.messages.length === 0) return b
  const rows = new Map(a.messages.map((row) => [row.seq, row]))
  for (const row of b.messages) {
    const held = rows.get(row.seq)
    if (!held || row.rev > held.rev) rows.set(row.seq, row)
  }
  const start = first(a) < first(b) || (first(a) === first(b) && !a.hasBefore) ? a : b
  return { messages: [...rows.values()].sort((x, y) => x.seq - y.seq), hasBefore: start.hasBefore }
}
