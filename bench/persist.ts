import { setTimeout as wait } from 'node:timers/promises'
import { type BenchPerson, createPeople, createRooms } from './community.ts'
import { startDatabase } from './database.ts'
import { createHistogram } from './load/histogram.ts'
import type { Options } from './options.ts'
import { groupCommit, ormTransaction, singleInserts, type Way } from './persist-ways.ts'
import type { Column, Result } from './report/result.ts'
import { spreadOf, spreadOfSome } from './report/spread.ts'

const SENDERS = [1, 50, 500] as const
const ROOMS = 50
const PEOPLE = 500
const WARM_MS = 300
const BODY = 'x'.repeat(120)
/** Ours against single inserts in the same run. */
const FLOORS: Record<number, string> = { 50: '≥ 1.5', 500: '≥ 3.5' }

const NAMES = ['group commit (Parley)', 'single inserts, 8 connections', 'Prisma $transaction, 8 connections'] as const
type Name = (typeof NAMES)[number]
type Repeat = { perSecond: number; p50: number | null; p99: number | null; cpuMicros: number; failed: number }

/**
 * How many messages a second are committed to disk by C senders, each waiting for its own, in 50 rooms: our log beside a
 * statement a message and beside the ORM, on one PostgreSQL, in turn.
 */
export async function persist(options: Options): Promise<Result> {
  const database = await startDatabase()
  const ways: Record<Name, Way> = {
    'group commit (Parley)': groupCommit(database.url),
    'single inserts, 8 connections': singleInserts(database.url),
    'Prisma $transaction, 8 connections': ormTransaction(database.url),
  }
  const failures: string[] = []
  const measured = new Map<string, Repeat[]>()
  try {
    const people = await createPeople(database.pool, PEOPLE)
    const rooms = await createRooms(database.pool, 'PUBLIC', ROOMS, people)
    for (let repeat = 0; repeat < options.repeats; repeat++) {
      for (const senders of SENDERS) {
        for (let i = 0; i < NAMES.length; i++) {
          const name = NAMES[(i + repeat) % NAMES.length]!
          const key = `${senders} ${name}`
          const got = await run(ways[name], { senders, people, rooms, windowMs: options.seconds * 1_000 })
          measured.set(key, [...(measured.get(key) ?? []), got])
          if (got.failed > 0) failures.push(`${name}, C=${senders}: ${got.failed} sends failed`)
        }
      }
    }
    const { rows } = await database.pool.query<{ wrong: number }>(
      `SELECT count(*)::int AS wrong FROM room_head h
       LEFT JOIN LATERAL (SELECT count(*) AS n, coalesce(max(seq), 0) AS top FROM message m WHERE m.room_id = h.room_id) m ON true
       WHERE h.last_seq <> m.n OR h.last_seq <> m.top`,
    )
    if (rows[0]?.wrong) failures.push(`${rows[0].wrong} rooms have holes in their seqs`)
  } finally {
    for (const way of Object.values(ways)) await way.close()
    await database.stop()
  }

  const of = (senders: number, name: Name) => measured.get(`${senders} ${name}`) ?? []
  return {
    name: 'persist',
    title: `persist: messages/s committed to disk, ${options.repeats} repeats of ${options.seconds} s each, median [least–most]`,
    columns: COLUMNS,
    rows: SENDERS.flatMap((senders) =>
      NAMES.map((name) => {
        const repeats = of(senders, name)
        const single = of(senders, NAMES[1])
        return {
          C: senders,
          way: name,
          perSecond: spreadOf(repeats.map((repeat) => repeat.perSecond)),
          ratio: spreadOf(repeats.flatMap((repeat, i) => (single[i] ? [repeat.perSecond / single[i].perSecond] : []))),
          floor: name === NAMES[0] ? (FLOORS[senders] ?? '') : '',
          p50: spreadOfSome(repeats, (repeat) => repeat.p50),
          p99: spreadOfSome(repeats, (repeat) => repeat.p99),
          cpu: spreadOf(repeats.map((repeat) => repeat.cpuMicros)),
        }
      }),
    ),
    notes: [
      'Group commit checks locks, resends, membership, session and standing in its statement; the other two only count and insert.',
      'CPU is Node’s alone, PostgreSQL’s is not in it. 120 bytes a body, fsync on.',
    ],
    failures,
  }
}

async function run(
  way: Way,
  { senders, people, rooms, windowMs }: { senders: number; people: BenchPerson[]; rooms: string[]; windowMs: number },
): Promise<Repeat> {
  const times = createHistogram()
  let isSending = true
  let stored = 0
  let failed = 0
  const sender = async (i: number) => {
    const person = people[i % people.length]!
    for (let n = i; isSending; n++) {
      const began = performance.now()
      try {
        await way.append(person, rooms[n % rooms.length]!, BODY)
        times.add(performance.now() - began)
        stored += 1
      } catch {
        failed += 1
        return
      }
    }
  }
  const all = Promise.all(Array.from({ length: senders }, (_, i) => sender(i)))
  const measure = async () => {
    await wait(WARM_MS)
    times.clear()
    stored = 0
    const began = performance.now()
    const cpu = process.cpuUsage()
    await wait(windowMs)
    const seconds = (performance.now() - began) / 1_000
    const { user, system } = process.cpuUsage(cpu)
    isSending = false
    return {
      perSecond: stored / seconds,
      p50: times.quantile(0.5),
      p99: times.quantile(0.99),
      cpuMicros: (user + system) / Math.max(1, stored),
    }
  }
  const [measured] = await Promise.all([measure(), all])
  return { ...measured, failed }
}

const COLUMNS: readonly Column[] = [
  { key: 'C', title: 'C' },
  { key: 'way', title: 'way' },
  { key: 'perSecond', title: 'messages/s', spread: true },
  { key: 'ratio', title: '× single', digits: 2, spread: true },
  { key: 'floor', title: 'floor' },
  { key: 'p50', title: 'p50 ms', digits: 2 },
  { key: 'p99', title: 'p99 ms', digits: 1 },
  { key: 'cpu', title: 'Node CPU µs/message' },
]
