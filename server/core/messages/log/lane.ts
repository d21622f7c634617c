import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { append, type Batch } from './append.ts'
import { isPassing, LOCK_TIMEOUT } from './failures.ts'
import { type AppendOutcome, type Committed, type Entry, isAlone } from './outcome.ts'
import { createTurns } from './turns.ts'

const BATCH_MAX_ROWS = 200
const BATCH_MAX_CHARS = 1_000_000
const QUEUE_MAX_ROWS = 5_000
const QUEUE_MAX_CHARS = 8_000_000
/** A message that could not be committed within this time is answered `unavailable`; its author asks again. */
const GIVE_UP_MS = 2_000
/** The same, for a room that another node holds. */
const GIVE_UP_ROOM_MS = 500
/** Whatever becomes of a commit that is under way, its authors are answered by then, and ask again under the same ids [M2, W4]. */
const ANSWER_MS = 2_500
const PAUSE_MS = 25
const WAITERS_MAX = 2
const LOOK_EVERY_MS = 50

type Job = { entry: Entry; since: number; resolve: (outcome: AppendOutcome) => void; reject: (error: unknown) => void }

const unavailable = () => new Refusal('unavailable', 'Messages can’t be stored right now.', { retryAfterMs: 1_000 })

/**
 * Group commit: whatever waits while one commit is in flight is the next, so there is one commit in flight and a
 * message alone waits for nobody. A room that another node holds is set aside and waits for its lock by itself, its
 * messages in order, so that one busy room never delays the others. `announce` hears of every commit, in order.
 */
export function createLane(pool: pg.Pool, announce: (committed: Committed[]) => void, now: () => number = Date.now) {
  let queue: Job[] = []
  let chars = 0
  let rows = 0
  let running = false
  let telling = 0
  const waiting = new Map<string, Job[]>()
  const { inTurn } = createTurns(WAITERS_MAX)
  let looking: NodeJS.Timeout | undefined

  function push(entry: Entry): Promise<AppendOutcome> {
    if (rows >= QUEUE_MAX_ROWS || chars >= QUEUE_MAX_CHARS) return Promise.reject(unavailable())
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(unavailable()), ANSWER_MS)
      const settled =
        <Result>(done: (result: Result) => void) =>
        (result: Result) => {
          clearTimeout(late)
          done(result)
        }
      const job: Job = { entry, since: now(), resolve: settled(resolve), reject: settled(reject) }
      rows += 1
      chars += entry.body.length
      const set = waiting.get(entry.roomId)
      if (set) set.push(job)
      else queue.push(job)
      if (!running) void run()
    })
  }

  const settle = (job: Job) => {
    rows -= 1
    chars -= job.entry.body.length
  }
  const finish = (job: Job, outcome: AppendOutcome) => {
    settle(job)
    job.resolve(outcome)
  }
  const fail = (job: Job, error: unknown) => {
    settle(job)
    job.reject(error)
  }

  async function run() {
    running = true
    while (queue.length > 0) {
      const jobs = take(queue)
      queue = queue.slice(jobs.length)
      setAside(await commit(jobs, false))
    }
    running = false
  }

  /** Commits the jobs; gives back those whose room is held elsewhere. */
  async function commit(jobs: Job[], wait: boolean): Promise<Job[]> {
    for (;;) {
      let batch: Batch
      try {
        batch = await append(
          pool,
          jobs.map((job) => job.entry),
          wait,
        )
      } catch (error) {
        const code = (error as { code?: string }).code
        if (wait && code === LOCK_TIMEOUT) return jobs
        if (isPassing(error)) {
          jobs = giveUpOn(jobs, GIVE_UP_MS)
          if (jobs.length === 0) return []
          await pause()
          continue
        }
        if (jobs.length === 1) {
          for (const job of jobs) fail(job, error)
          return []
        }
        // One bad row fails its whole batch: each alone, so that only the bad one is refused.
        const left: Job[] = []
        for (const job of jobs) left.push(...(await commit([job], wait)))
        return left
      }
      const left: Job[] = []
      jobs.forEach((job, i) => {
        const outcome = batch.outcomes[i]
        if (!outcome) fail(job, new Error('the log gave no outcome'))
        else if (outcome.status === 'later') left.push(job)
        else finish(job, outcome)
      })
      if (batch.committed.length > 0) await tell(batch.committed)
      return left
    }
  }

  /**
   * Answers go out before the announcement, and what they let their authors send next is read before the next batch is
   * taken: so the batches of a busy room are whole, and one write tells each of its members.
   */
  async function tell(committed: Committed[]) {
    telling += 1
    await turnOfLoop()
    announce(committed)
    telling -= 1
    await turnOfLoop()
  }

  function giveUpOn(jobs: Job[], after: number): Job[] {
    const late = jobs.filter((job) => now() - job.since > after)
    for (const job of late) fail(job, unavailable())
    return jobs.filter((job) => !late.includes(job))
  }

  /** What is queued for the room already goes behind, so that a room's messages stay in order. */
  function setAside(left: Job[]) {
    for (const roomId of new Set(left.map((job) => job.entry.roomId))) {
      const isHere = (job: Job) => job.entry.roomId === roomId
      const set = [...left.filter(isHere), ...queue.filter(isHere)]
      waiting.set(roomId, set)
      queue = queue.filter((job) => !isHere(job))
      void waitFor(roomId, set)
    }
    if (waiting.size > 0) looking ??= setInterval(lookAtWaiting, LOOK_EVERY_MS)
  }

  /** However many rooms are held at once, nobody waits for a waiter's turn beyond their time. */
  function lookAtWaiting() {
    for (const set of waiting.values()) set.splice(0, set.length, ...giveUpOn(set, GIVE_UP_ROOM_MS))
    if (waiting.size > 0) return
    clearInterval(looking)
    looking = undefined
  }

  async function waitFor(roomId: string, set: Job[]) {
    while (set.length > 0) {
      await inTurn(async () => {
        const jobs = take(set)
        set.splice(0, jobs.length)
        if (jobs.length > 0) set.unshift(...giveUpOn(await commit(jobs, true), GIVE_UP_ROOM_MS))
      })
    }
    waiting.delete(roomId)
  }

  return {
    push,
    /** Messages that wait to be committed. */
    depth: () => rows,
    /** Resolves when nothing waits any more, to be committed or to be announced. */
    idle: async () => {
      while (rows > 0 || telling > 0) await pause()
    },
  }
}

const turnOfLoop = () => new Promise((resolve) => setImmediate(resolve))
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))

function take(jobs: Job[]): Job[] {
  let chars = 0
  let count = 0
  for (const job of jobs) {
    const isFull = count >= BATCH_MAX_ROWS || chars + job.entry.body.length > BATCH_MAX_CHARS
    if (count > 0 && (isFull || isAlone(job.entry))) break
    chars += job.entry.body.length
    count += 1
    if (isAlone(job.entry)) break
  }
  return jobs.slice(0, count)
}
