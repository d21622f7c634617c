import type pg from 'pg'
import type { RoomKind } from '#protocol/models.ts'
import { isPassing } from '../messages/log/failures.ts'
import { isShared, type Moved } from './shared.ts'

export type ReadWanted = { roomId: string; userId: string; seq: number; own: boolean }
type Waiting = ReadWanted & { done: ((moved: Moved | null) => void)[]; failed: ((error: unknown) => void)[] }

type Row = {
  o_room: string
  o_user: string
  o_read: number
  o_delivered: number
  o_shown: number
  o_me_rev: number
  o_kind: RoomKind
  o_members: number
  o_last: number
}

const BATCH_MAX = 500
/** Cursors that move because of one's own messages are written at most this often. */
const LATER_MS = 1_000
const TRIES = 3

/**
 * Read cursors are written many at a time: whatever waits while one write is in flight is the next. The furthest seq of
 * a person in a room wins. `onMoved` hears of every cursor that moved.
 */
export function createReadBatch(pool: pg.Pool, onMoved: (moved: Moved[]) => void) {
  const soon = new Map<string, Waiting>()
  const later = new Map<string, Waiting>()
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  function add(to: Map<string, Waiting>, wanted: ReadWanted): Promise<Moved | null> {
    return new Promise((resolve, reject) => {
      const key = `${wanted.roomId} ${wanted.userId} ${wanted.own}`
      const there = to.get(key)
      if (there) {
        there.seq = Math.max(there.seq, wanted.seq)
        there.done.push(resolve)
        there.failed.push(reject)
      } else to.set(key, { ...wanted, done: [resolve], failed: [reject] })
    })
  }

  function start(): Promise<void> {
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  async function run() {
    while (soon.size > 0) {
      // One row a person and room in a statement: an update touches a row once.
      const taken = new Map<string, Waiting>()
      for (const [key, waiting] of soon) {
        const row = `${waiting.roomId} ${waiting.userId}`
        if (taken.has(row)) continue
        taken.set(row, waiting)
        soon.delete(key)
        if (taken.size >= BATCH_MAX) break
      }
      await write(taken)
    }
  }

  async function write(batch: Map<string, Waiting>) {
    const all = [...batch.values()]
    try {
      const { rows } = await again(() =>
        pool.query<Row>({
          name: 'read',
          text: 'SELECT * FROM parley_read($1,$2,$3,$4)',
          values: [all.map((w) => w.roomId), all.map((w) => w.userId), all.map((w) => w.seq), all.map((w) => w.own)],
        }),
      )
      // By each person's clock, so that it moves without a hole.
      const moved = rows.map(toMoved).sort((a, b) => a.meRev - b.meRev)
      if (moved.length > 0) onMoved(moved)
      const byRow = new Map(moved.map((m) => [`${m.roomId} ${m.cursor.userId}`, m]))
      for (const [row, waiting] of batch) for (const done of waiting.done) done(byRow.get(row) ?? null)
    } catch (error) {
      for (const waiting of all) for (const failed of waiting.failed) failed(error)
    }
  }

  return {
    /** Written with the next batch. Answers how the cursor moved, or null when it stands there or further already. */
    push(wanted: ReadWanted): Promise<Moved | null> {
      const result = add(soon, wanted)
      void start()
      return result
    },
    /** Written within a second. */
    later(wanted: ReadWanted): Promise<Moved | null> {
      timer ??= setTimeout(() => void flush(), LATER_MS).unref()
      return add(later, wanted)
    },
    flush,
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    for (const [key, waiting] of later) {
      const there = soon.get(key)
      if (there) {
        there.seq = Math.max(there.seq, waiting.seq)
        there.done.push(...waiting.done)
        there.failed.push(...waiting.failed)
      } else soon.set(key, waiting)
    }
    later.clear()
    return start()
  }
}

/** A cursor moved twice is a cursor moved once, so what may succeed in a moment is tried again. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= TRIES || !isPassing(error)) throw error
    }
  }
}

const toMoved = (row: Row): Moved => ({
  roomId: row.o_room,
  cursor: { userId: row.o_user, deliveredSeq: row.o_delivered, readSeq: row.o_shown },
  readSeq: row.o_read,
  lastSeq: row.o_last,
  meRev: row.o_me_rev,
  isShared: isShared(row.o_kind, row.o_members),
})
