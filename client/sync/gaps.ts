import type { Ask } from '#client/connection/ask.ts'
import { needsSync } from '#client/timeline/log.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import { HEADS_SPREAD_MS, REORDER_WAIT_MS } from '#protocol/limits.ts'
import type { RequestData } from '#protocol/requests.ts'
import { createQueue } from './queue.ts'
import type { Windows } from './windows.ts'

const RETRY_MS = 1_000
/** An ack or a page told a later rev than the room's here: its frames get this long (ms) before the room is asked. */
const HINT_MS = 1_000
/** After this many answers that brought nothing the room is loaded afresh. */
const STUCK_MAX = 3

type Deps = {
  windows: Windows
  ask: Ask
  isLive(): boolean
  take(roomId: string, answer: RequestData<'room:sync'>): void
  /** What is known of a room's end changed. */
  onBehind(roomId: string): void
  /** Nothing helped: drop the rows and start over. */
  reset(roomId: string): void
  random?: () => number
}

type Repair = {
  timer: ReturnType<typeof setTimeout> | undefined
  asking: boolean
  head: number
  from: number | null
  stuck: number
}

export type Gaps = ReturnType<typeof createGaps>

/**
 * Asks for what a room lacks: one `room:sync` a room at a time and eight in all, after the wait that reordering deserves
 * (rule C1).
 */
export function createGaps({ windows, ask, isLive, take, onBehind, reset, random = Math.random }: Deps) {
  const repairs = new Map<string, Repair>()
  const queue = createQueue({ ask: run, isFirst: (roomId) => windows.openIds().includes(roomId) })

  function repairOf(roomId: string): Repair {
    const repair = repairs.get(roomId) ?? { timer: undefined, asking: false, head: 0, from: null, stuck: 0 }
    repairs.set(roomId, repair)
    return repair
  }

  /** Whether the room is behind what is known of it. */
  function isBehind(roomId: string, repair: Repair): boolean {
    const log = windows.findLog(roomId)
    return log !== undefined && (needsSync(log) || log.rev < repair.head || repair.from !== null)
  }

  function later(roomId: string, ms: number): undefined {
    const repair = repairOf(roomId)
    if (repair.timer !== undefined || repair.asking) return
    repair.timer = setTimeout(() => {
      repair.timer = undefined
      queue.add(roomId)
    }, ms)
  }

  async function run(roomId: string): Promise<number | undefined> {
    const repair = repairOf(roomId)
    const log = windows.findLog(roomId)
    if (repair.asking || !isLive()) return
    if (!log || !isBehind(roomId, repair)) return forget(roomId)
    const afterRev = repair.from ?? log.rev
    const { rev, end } = log
    repair.asking = true
    repair.from = null
    try {
      const answer = await ask('room:sync', { roomId, afterRev })
      take(roomId, answer)
      const after = windows.findLog(roomId)
      repair.stuck = after?.rev === rev && after.end === end ? repair.stuck + 1 : 0
    } catch (error) {
      if (repair.from === null && afterRev < rev) repair.from = afterRev
      return failed(roomId, repair, error)
    } finally {
      repair.asking = false
    }
    if (!isBehind(roomId, repair)) return forget(roomId)
    if (repair.stuck < STUCK_MAX) return later(roomId, repair.stuck === 0 ? 0 : REORDER_WAIT_MS)
    repairs.delete(roomId)
    reset(roomId)
  }

  function failed(roomId: string, repair: Repair, error: unknown): number | undefined {
    repair.asking = false
    if (!(error instanceof Refusal) || !isRetried(error.code)) return forget(roomId)
    const waitMs = error.more.retryAfterMs ?? RETRY_MS
    if (error.code === 'rate_limited') return waitMs
    if (isLive()) return later(roomId, waitMs)
  }

  const forget = (roomId: string): undefined => void repairs.delete(roomId)

  return {
    /** The log says whether something is missing: frames may still be on their way. */
    note(roomId: string) {
      const log = windows.findLog(roomId)
      if (log && needsSync(log)) later(roomId, REORDER_WAIT_MS)
    },
    /** Whole rows since `rev` are needed at once: a page was older than the room's clock here (rule C3). */
    from(roomId: string, rev: number) {
      const repair = repairOf(roomId)
      repair.from = Math.min(rev, repair.from ?? rev)
      clearTimeout(repair.timer)
      repair.timer = undefined
      queue.add(roomId)
    },
    /** The server told the rooms' clocks: who is behind asks within half a second, at random. */
    heads(heads: Readonly<Record<string, number>>) {
      for (const [roomId, head] of Object.entries(heads)) expect(roomId, head, random() * HEADS_SPREAD_MS)
    },
    /** A row of a later rev was seen. */
    hint: (roomId: string, rev: number) => expect(roomId, rev, HINT_MS),
    /** How many changes a room is known to lack. */
    behind(roomId: string): number {
      const log = windows.findLog(roomId)
      if (!log) return 0
      const head = Math.max(repairs.get(roomId)?.head ?? 0, log.early.at(-1)?.rev ?? 0)
      const rows = log.end === null ? 0 : log.lastSeq - log.end
      return Math.max(0, head - log.rev, rows)
    },
    clear() {
      for (const repair of repairs.values()) clearTimeout(repair.timer)
      repairs.clear()
      queue.clear()
    },
  }

  function expect(roomId: string, head: number, ms: number) {
    const log = windows.findLog(roomId)
    if (!log || log.rev >= head) return
    const repair = repairOf(roomId)
    repair.head = Math.max(repair.head, head)
    onBehind(roomId)
    later(roomId, ms)
  }
}
