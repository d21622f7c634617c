import type pg from 'pg'
import { queryOn } from '#server/database/transaction.ts'
import type { Log } from '#server/log.ts'
import { LOOK_EVERY_MS } from './add.ts'
import type { JobKind } from './job.ts'
import { createLeases, type Leased } from './leases.ts'
import { createRun, LEAVING } from './run.ts'

const LEASE_MS = 15_000
const SPREAD = 0.2
/** What is due and held for a moment by another node is looked at again after this. */
const LOOK_AGAIN_MS = 20

type Deps = {
  pool: pg.Pool
  nodeId: string
  log: Log
  kinds: readonly JobKind[]
  /** How long (ms) a job of a node that was killed waits for another one. */
  leaseMs?: number
  lookEveryMs?: number
}

/**
 * Runs jobs on this node: what is due is taken under a lease that is kept alive while it runs, and deleted when it is done.
 * It looks when it is woken, when the next job it knows of is due, and every 5 s (± 20%) in any case, so that a lost
 * notification costs seconds only [T1, T2].
 */
export function createWorker({ pool, nodeId, log, kinds, leaseMs = LEASE_MS, lookEveryMs = LOOK_EVERY_MS }: Deps) {
  const leases = createLeases(queryOn(pool), nodeId, leaseMs)
  const run = createRun(leases, kinds, log)
  const running = new Map<string, { job: Leased; abort: AbortController; ended: Promise<void> }>()
  let timer: NodeJS.Timeout | null = null
  let keeping: NodeJS.Timeout | null = null
  let looking: Promise<void> | null = null
  let isAskedAgain = false
  let isStopped = true

  function free(): Map<string, number> {
    const room = new Map(kinds.map(({ kind, concurrency }) => [kind, concurrency]))
    for (const { job } of running.values()) room.set(job.kind, (room.get(job.kind) ?? 1) - 1)
    for (const [kind, count] of room) if (count <= 0) room.delete(kind)
    return room
  }

  async function look(): Promise<void> {
    let waitMs = lookEveryMs * (1 + SPREAD * (2 * Math.random() - 1))
    try {
      const room = free()
      if (room.size > 0) {
        const taken = await leases.take(room)
        if (isStopped) {
          if (taken.length > 0) await leases.giveBack(taken.map((job) => job.lease))
          return
        }
        for (const job of taken) begin(job)
        const nextMs = await leases.nextInMs(free())
        if (nextMs !== null) waitMs = Math.min(waitMs, Math.max(nextMs, LOOK_AGAIN_MS))
      }
    } catch (error) {
      log.warn({ error }, 'jobs could not be looked for')
    }
    if (!isStopped) {
      if (timer) clearTimeout(timer)
      timer = setTimeout(wake, waitMs)
    }
  }

  /** Looks now; asked while it looks, once more after that. */
  function wake() {
    if (isStopped) return
    if (looking) {
      isAskedAgain = true
      return
    }
    isAskedAgain = false
    looking = look().finally(() => {
      looking = null
      if (isAskedAgain) wake()
    })
  }

  function begin(job: Leased) {
    const abort = new AbortController()
    const ended = run(job, abort)
      .catch((error) => log.warn({ error, kind: job.kind }, 'how a job ended could not be written; it will run again'))
      .finally(() => {
        running.delete(job.lease)
        wake()
      })
    running.set(job.lease, { job, abort, ended })
  }

  /** Once a lease is lost another node may run the job: this one stops. */
  async function keepAlive() {
    if (running.size === 0) return
    try {
      const kept = new Set(await leases.keep([...running.keys()]))
      for (const [lease, { abort }] of running) if (!kept.has(lease)) abort.abort(new Error('its lease was lost'))
    } catch (error) {
      log.warn({ error }, 'leases of jobs could not be kept')
    }
  }

  return {
    start() {
      isStopped = false
      keeping = setInterval(() => void keepAlive(), leaseMs / 3)
      wake()
    },
    /** A notification came, or this node was deaf for a while. */
    wake,
    /** Takes no more, lets what runs end within `withinMs`, and gives the rest back to the other nodes. */
    async stop(withinMs: number): Promise<void> {
      isStopped = true
      if (timer) clearTimeout(timer)
      await looking
      const all = () => Promise.all([...running.values()].map(({ ended }) => ended))
      let late: NodeJS.Timeout | undefined
      const tooLate = new Promise<void>((resolve) => {
        late = setTimeout(resolve, withinMs)
      })
      await Promise.race([all(), tooLate])
      clearTimeout(late)
      for (const { abort } of running.values()) abort.abort(LEAVING)
      await all()
      if (keeping) clearInterval(keeping)
    },
  }
}

export type Worker = ReturnType<typeof createWorker>
