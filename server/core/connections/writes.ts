import type { Query } from '#server/database/transaction.ts'

/** Activity is written this late, many connections at a time. */
const ACTIVE_LATER_MS = 10_000
/** Ends that could not be written are tried again after this time, doubled each time, for half a minute in all. */
const AGAIN_MS = 500
const TRIES_MAX = 6
/** As many ends at most wait to be tried again. */
const KEPT_MAX = 50_000

type Change = { hidden?: boolean; transport?: string }

/**
 * What changes about connections while they are open, and their end. Whatever waits while one write is in flight is the
 * next, so one database connection at most is taken from the messages. What fails is told to `onFailed`; ends are tried again,
 * a few times, because until then they take one of their person's places.
 */
export function createConnectionWrites(query: Query, onFailed: (error: unknown) => void) {
  const gone = new Set<string>()
  /** Ends that could not be written. */
  const kept = new Set<string>()
  let failures = 0
  let again: NodeJS.Timeout | undefined
  const changes = new Map<string, Change>()
  const active = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  let isClosed = false

  async function run() {
    while (gone.size > 0 || changes.size > 0) {
      const [ids, changed] = [[...gone], [...changes]]
      gone.clear()
      changes.clear()
      try {
        if (ids.length > 0) await query('DELETE FROM connection WHERE id = ANY ($1)', [ids])
        failures = 0
      } catch (error) {
        onFailed(error)
        tryAgain(ids)
      }
      if (changed.length > 0) await write(query, changed).catch(onFailed)
    }
  }

  function tryAgain(ids: readonly string[]) {
    for (const id of ids) if (kept.size < KEPT_MAX) kept.add(id)
    if (again || isClosed) return
    failures += 1
    if (failures >= TRIES_MAX) {
      failures = 0
      return kept.clear()
    }
    again = setTimeout(
      () => {
        again = undefined
        for (const id of kept) gone.add(id)
        kept.clear()
        void start()
      },
      AGAIN_MS * 2 ** (failures - 1),
    ).unref()
  }

  function start(): Promise<void> {
    if (isClosed) return Promise.resolve()
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  function flushActive() {
    timer = undefined
    for (const id of active) changes.set(id, changes.get(id) ?? {})
    active.clear()
    void start()
  }

  return {
    /** Its page was hidden or is looked at again, or it goes over another transport now. Counts as activity. */
    changed(id: string, change: Change) {
      changes.set(id, { ...changes.get(id), ...change })
      void start()
    },
    /** Its person did something just now. */
    active(id: string) {
      active.add(id)
      timer ??= setTimeout(flushActive, ACTIVE_LATER_MS).unref()
    },
    closed(id: string) {
      active.delete(id)
      changes.delete(id)
      gone.add(id)
      void start()
    },
    async close() {
      clearTimeout(timer)
      clearTimeout(again)
      isClosed = true
      await running
    },
  }
}

const write = (query: Query, changed: readonly (readonly [string, Change])[]) =>
  query(
    `UPDATE connection c SET last_active_at = now(), hidden = coalesce(w.hidden, c.hidden), transport = coalesce(w.transport, c.transport)
     FROM unnest($1::text[], $2::boolean[], $3::text[]) w (id, hidden, transport) WHERE c.id = w.id`,
    [
      changed.map(([id]) => id),
      changed.map(([, { hidden }]) => hidden ?? null),
      changed.map(([, { transport }]) => transport ?? null),
    ],
  )
