import type { Message, MessagePatch } from '#protocol/models.ts'
import { indexOf, type Log } from './log.ts'
import { asWhole, patched, withOwn } from './rows.ts'

/**
 * Puts rows into what is held: a held row is overwritten only by a greater row rev (rule C1); a whole row behind the
 * tail's end is appended, or waits in `ahead` for the ones between. `dropped` are the rows that belong to nothing held.
 */
export function putRows(log: Log, rows: readonly MessagePatch[]): { log: Log; dropped: MessagePatch[] } {
  const draft = createDraft(log)
  const dropped = rows.filter((row) => !draft.put(row))
  return { log: draft.finish(), dropped }
}

function createDraft(log: Log) {
  let tail: Message[] | null = null
  let detached: Message[] | null = null
  let ahead = log.ahead
  let { end, lastSeq } = log

  const rowsOfTail = () => tail ?? log.tail.messages
  const rowsOfDetached = () => detached ?? log.detached?.messages ?? []

  function newer(held: Message, row: MessagePatch): Message | null {
    if (row.rev <= held.rev) return null
    const whole = asWhole(row, log.roomId)
    return whole ? withOwn(whole, log.me, held) : patched(held, row, log.me)
  }

  function putHeld(row: MessagePatch): boolean {
    const inTail = indexOf(rowsOfTail(), row.id, row.seq)
    if (inTail >= 0) {
      const next = newer(rowsOfTail()[inTail]!, row)
      if (next) {
        tail ??= [...log.tail.messages]
        tail[inTail] = next
      }
      return true
    }
    const inDetached = indexOf(rowsOfDetached(), row.id, row.seq)
    if (inDetached >= 0) {
      const next = newer(rowsOfDetached()[inDetached]!, row)
      if (next) {
        detached ??= [...rowsOfDetached()]
        detached[inDetached] = next
      }
      return true
    }
    const waiting = ahead.find((other) => other.id === row.id)
    if (!waiting) return false
    const next = newer(waiting, row)
    if (next) ahead = ahead.map((other) => (other === waiting ? next : other))
    return true
  }

  function append(row: Message) {
    lastSeq = Math.max(lastSeq, row.seq)
    if (end === null || row.seq !== end + 1) {
      ahead = [...ahead, row].sort((a, b) => a.seq - b.seq)
      return
    }
    tail ??= [...log.tail.messages]
    tail.push(row)
    end = row.seq
    while (ahead[0] && ahead[0].seq <= end + 1) {
      if (ahead[0].seq === end + 1) {
        tail.push(ahead[0])
        end += 1
      }
      ahead = ahead.slice(1)
    }
  }

  return {
    put(row: MessagePatch): boolean {
      if (putHeld(row)) return true
      const whole = end !== null && row.seq > end ? asWhole(row, log.roomId) : null
      if (!whole) return false
      append(withOwn(whole, log.me))
      return true
    },
    finish(): Log {
      if (!tail && !detached && ahead === log.ahead) return log
      return {
        ...log,
        tail: tail
          ? { messages: tail, hasBefore: log.tail.messages.length > 0 ? log.tail.hasBefore : (tail[0]?.seq ?? 1) > 1 }
          : log.tail,
        detached: detached && log.detached ? { ...log.detached, messages: detached } : log.detached,
        ahead,
        end,
        lastSeq,
      }
    },
  }
}
