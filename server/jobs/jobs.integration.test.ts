import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { type Database, openDatabase } from '#server/database/database.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { createLog } from '#server/log.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { addJob, removeJob } from './add.ts'
import { backoffMs } from './backoff.ts'
import { countJobs, reviveJobs } from './counts.ts'
import { defineJob, Hopeless, type JobKind, type Run } from './job.ts'
import { startKilledWorker } from './testing/killed-worker.ts'
import { createWorker } from './worker.ts'

let database: TestDatabase
let opened: Database
let query: Query
beforeAll(async () => {
  database = await createTestDatabase()
  opened = openDatabase(database.url, 6, () => undefined)
  query = queryOn(opened.pool)
})
afterAll(async () => {
  await opened?.close()
  await database?.drop()
})
beforeEach(() => database.pool.query('TRUNCATE job'))

const LEASE_MS = 600
type Handle = (payload: { n: number }, run: Run) => Promise<void>

const counting = (handle: Handle, more: Partial<JobKind> = {}) => ({
  ...defineJob({ kind: 'count', payload: z.object({ n: z.number() }), handle }),
  ...more,
})

/** A node's worker on connections of its own, as a socket host has it. */
function startWorker(kinds: JobKind[], { lookEveryMs = 50, leaseMs = LEASE_MS } = {}) {
  const opened = openDatabase(database.url, 6, () => undefined)
  const worker = createWorker({
    ...{ pool: opened.pool, nodeId: randomUUID(), log: createLog('silent'), kinds, leaseMs, lookEveryMs },
  })
  worker.start()
  let stopped: Promise<void> | undefined
  const stop = (withinMs = 2_000) => {
    stopped ??= worker.stop(withinMs).then(() => opened.close())
    return stopped
  }
  onTestFinished(() => stop())
  return { ...worker, stop }
}
const left = async () => (await query<{ n: number }>('SELECT count(*) AS n FROM job'))[0]!.n
const only = async () => (await query<Record<string, unknown>>('SELECT * FROM job'))[0]!

it('a job that was added in a transaction that failed is not there, one whose transaction committed runs [T1]', async () => {
  const ran: number[] = []
  startWorker([counting(async ({ n }) => void ran.push(n))])
  await expect(
    transaction(database.pool, async (inside) => {
      await addJob(inside, { kind: 'count', payload: { n: 1 } })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await transaction(database.pool, (inside) => addJob(inside, { kind: 'count', payload: { n: 2 } }))
  await vi.waitFor(async () => expect(await left()).toBe(0))
  expect(ran).toEqual([2])
})

it('two nodes share 400 jobs: each runs once, and both take part [T1]', async () => {
  const ran: string[][] = [[], []]
  for (let n = 0; n < 400; n++) await addJob(query, { kind: 'count', payload: { n } })
  for (const mine of ran) {
    const handle: Handle = async ({ n }) => {
      mine.push(String(n))
      await wait(2)
    }
    // So long that no pause of a busy machine ends one.
    startWorker([counting(handle)], { leaseMs: 30_000 })
  }
  await vi.waitFor(async () => expect(await left()).toBe(0), 10_000)
  expect(new Set(ran.flat()).size).toBe(400)
  expect(ran.flat()).toHaveLength(400)
  expect(Math.min(...ran.map((mine) => mine.length))).toBeGreaterThan(50)
})

it('a job waits for its time and runs within a fraction of a second of it, found by looking alone [T1]', async () => {
  const ran: number[] = []
  startWorker([counting(async () => void ran.push(Date.now()))], { lookEveryMs: 60_000 })
  const at = new Date(Date.now() + 400)
  await addJob(query, { kind: 'count', payload: { n: 1 }, at })
  // Nobody tells this worker of it: it is woken once, as by a notification, before it is due.
  const other = startWorker([counting(async () => void ran.push(Date.now()))], { lookEveryMs: 60_000 })
  other.wake()
  await vi.waitFor(() => expect(ran).toHaveLength(1), 3_000)
  expect(ran[0]! - at.getTime()).toBeGreaterThanOrEqual(-5)
  expect(ran[0]! - at.getTime()).toBeLessThan(1_000)
})

it('what a worker had when it was killed runs on another node once the lease is over, and not before [T2]', async () => {
  await addJob(query, { kind: 'count', payload: { n: 1 } })
  const killed = await startKilledWorker(database.url, LEASE_MS)
  const killedAt = Date.now()
  expect(killed.heldUntil.getTime()).toBeGreaterThan(Date.now() - LEASE_MS)
  const ran: { at: number; attempt: number }[] = []
  startWorker([counting(async (_, { attempt }) => void ran.push({ at: Date.now(), attempt }))])
  await vi.waitFor(() => expect(ran).toHaveLength(1), 5_000)
  expect(ran[0]!.attempt).toBe(2)
  expect(ran[0]!.at).toBeGreaterThanOrEqual(killed.heldUntil.getTime() - 20)
  expect(ran[0]!.at - killedAt).toBeLessThan(LEASE_MS + 2_000)
})

it('a job that kills every worker is dead after its attempts, and never begun again [T2]', async () => {
  await addJob(query, { kind: 'count', payload: { n: 1 } })
  await query("UPDATE job SET attempts = 3, lease = gen_random_uuid(), locked_until = now() - interval '1 s'")
  const handle = vi.fn(async () => undefined)
  startWorker([counting(handle, { attempts: 3 })])
  await vi.waitFor(async () => expect((await only()).dead_at).not.toBeNull())
  expect(handle).not.toHaveBeenCalled()
})

it('a run that outlasts its lease keeps it: no other node begins the job [T2]', async () => {
  let begun = 0
  let end = () => {}
  const slow = counting(() => {
    begun++
    return new Promise((resolve) => {
      end = () => resolve()
    })
  })
  startWorker([slow])
  startWorker([slow])
  await addJob(query, { kind: 'count', payload: { n: 1 } })
  await vi.waitFor(() => expect(begun).toBe(1))
  await wait(LEASE_MS * 2)
  expect(begun).toBe(1)
  end()
  await vi.waitFor(async () => expect(await left()).toBe(0))
})

it('a run that lost its lease is told to stop and ends nothing that another node has [T2]', async () => {
  let stopped: unknown
  startWorker([
    counting(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            stopped = signal.reason
            reject(stopped)
          })
        }),
    ),
  ])
  await addJob(query, { kind: 'count', payload: { n: 1 } })
  await vi.waitFor(async () => expect((await only()).lease).not.toBeNull())
  const theirs = randomUUID()
  await query("UPDATE job SET lease = $1, locked_until = now() + interval '1 h'", [theirs])
  await vi.waitFor(() => expect(stopped).toBeInstanceOf(Error))
  expect(await only()).toMatchObject({ lease: theirs, dead_at: null, last_error: null })
})

it('what fails is tried again after a growing pause, with its error kept, and is dead after its attempts; dead ones are counted and can be revived', async () => {
  let fails = true
  const attempts: number[] = []
  startWorker([
    counting(
      async (_, { attempt }) => {
        attempts.push(attempt)
        if (fails) throw new Error('not today')
      },
      { attempts: 2 },
    ),
  ])
  await addJob(query, { kind: 'count', payload: { n: 1 } })
  await vi.waitFor(async () => expect(await only()).toMatchObject({ last_error: 'not today', dead_at: null, lease: null }))
  const { run_at: again } = await only()
  expect((again as Date).getTime()).toBeGreaterThan(Date.now() + 300)
  await vi.waitFor(async () => expect((await only()).dead_at).not.toBeNull(), 5_000)
  expect(attempts).toEqual([1, 2])
  expect(await countJobs(query)).toEqual([{ kind: 'count', waiting: 0, due: 0, running: 0, dead: 1, lateMs: 0 }])
  fails = false
  expect(await reviveJobs(query, 'count')).toBe(1)
  await vi.waitFor(async () => expect(await left()).toBe(0))
  expect(attempts).toEqual([1, 2, 1])
})

it('pauses double up to their greatest length', () => {
  expect([1, 2, 3, 12, 13, 60].map((attempt) => backoffMs(attempt, 3_600_000, () => 0.5))).toEqual([
    1_000, 2_000, 4_000, 2_048_000, 3_600_000, 3_600_000,
  ])
  expect(backoffMs(1, 3_600_000, () => 0)).toBe(800)
})

it('what can’t be read and what is hopeless is dead at once', async () => {
  startWorker([
    counting(async () => {
      throw new Hopeless('there is nobody')
    }),
  ])
  await addJob(query, { kind: 'count', key: 'a', payload: { n: 'one' } })
  await addJob(query, { kind: 'count', key: 'b', payload: { n: 1 } })
  await vi.waitFor(async () => expect((await countJobs(query))[0]?.dead).toBe(2))
  const rows = await query('SELECT key, last_error FROM job ORDER BY key')
  expect(rows).toEqual([
    { key: 'a', last_error: 'its payload can’t be read' },
    { key: 'b', last_error: 'there is nobody' },
  ])
})

it('a run that takes too long has failed', async () => {
  startWorker([counting(() => new Promise(() => {}), { timeoutMs: 100, attempts: 1 })])
  await addJob(query, { kind: 'count', payload: { n: 1 } })
  await vi.waitFor(async () => expect((await only()).last_error).toBe('it took longer than 100 ms'))
})

it('a job added again under its key is replaced; while it runs, the new one waits and then runs, never both at once [T1]', async () => {
  const ran: number[] = []
  let now = 0
  let most = 0
  let end = () => {}
  startWorker([
    counting(async ({ n }) => {
      most = Math.max(most, ++now)
      ran.push(n)
      if (n === 2)
        await new Promise<void>((resolve) => {
          end = resolve
        })
      now--
    }),
  ])
  await addJob(query, { kind: 'count', key: 'one', payload: { n: 1 }, at: new Date(Date.now() + 60_000) })
  await addJob(query, { kind: 'count', key: 'one', payload: { n: 2 } })
  await vi.waitFor(() => expect(ran).toEqual([2]))
  await addJob(query, { kind: 'count', key: 'one', payload: { n: 3 } })
  await wait(200)
  expect(ran).toEqual([2])
  end()
  await vi.waitFor(async () => expect(await left()).toBe(0))
  expect(ran).toEqual([2, 3])
  expect(most).toBe(1)
})

it('a job that was taken back never runs', async () => {
  const handle = vi.fn(async () => undefined)
  startWorker([counting(handle)])
  await addJob(query, { kind: 'count', key: 'one', payload: { n: 1 }, at: new Date(Date.now() + 150) })
  await removeJob(query, 'count', 'one')
  await addJob(query, { kind: 'count', key: 'two', payload: { n: 1 }, at: new Date(Date.now() + 200) })
  await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(1))
  await wait(100)
  expect(handle).toHaveBeenCalledTimes(1)
})

it('a slow kind never holds up another, and a kind that no node here knows is left alone', async () => {
  const slow = { ...defineJob({ kind: 'slow', payload: z.unknown(), concurrency: 1, handle: () => new Promise(() => {}) }) }
  const ran: number[] = []
  startWorker([slow, counting(async ({ n }) => void ran.push(n))])
  for (let n = 0; n < 5; n++) await addJob(query, { kind: 'slow', payload: {} })
  await addJob(query, { kind: 'unknown', payload: {} })
  await addJob(query, { kind: 'count', payload: { n: 1 } })
  await vi.waitFor(() => expect(ran).toEqual([1]))
  await vi.waitFor(async () =>
    expect((await countJobs(query)).map(({ kind, waiting, running }) => [kind, waiting, running])).toEqual([
      ['slow', 4, 1],
      ['unknown', 1, 0],
    ]),
  )
})

it('a node that ends lets its jobs end, and gives back what takes longer, as if it had not begun [T2]', async () => {
  let end = () => {}
  const begun: string[] = []
  const held = (node: string) =>
    counting(async ({ n }, { attempt }) => {
      begun.push(`${node} ${n} ${attempt}`)
      if (node === 'a')
        await new Promise<void>((resolve) => {
          if (n === 1) end = resolve
        })
    })
  const a = startWorker([held('a')])
  await addJob(query, { kind: 'count', payload: { n: 1 } })
  await addJob(query, { kind: 'count', payload: { n: 2 } })
  await vi.waitFor(() => expect(begun).toHaveLength(2))
  const stopping = a.stop(200)
  end()
  await stopping
  expect(await query('SELECT payload, attempts, lease FROM job')).toEqual([{ payload: { n: 2 }, attempts: 0, lease: null }])
  startWorker([held('b')])
  await vi.waitFor(async () => expect(await left()).toBe(0))
  expect(begun.at(-1)).toBe('b 2 1')
})
