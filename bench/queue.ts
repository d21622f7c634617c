import { countViews, listCases, type QueueWanted } from '#server/core/cases/queue.ts'
import { viewCase } from '#server/core/cases/view.ts'
import type { Power } from '#server/core/policy/power.ts'
import { openDatabase } from '#server/database/database.ts'
import { queryOn } from '#server/database/transaction.ts'
import { createPeople } from './community.ts'
import { startDatabase } from './database.ts'
import { createHistogram } from './load/histogram.ts'
import type { Options } from './options.ts'
import type { Result } from './report/result.ts'

const OPEN = 10_000
/** Decided ones beside them, as after some years. */
const DECIDED = 50_000
const PEOPLE = 500
const ROOMS = 200
const ASKED = 60
const WARM = 5
const GOAL_MS = 100

/** How long the queue takes to answer with 10,000 open cases, for a moderator of the installation and for one of five rooms. */
export async function queue(options: Options): Promise<Result> {
  const database = await startDatabase()
  const own = openDatabase(database.url, 6, () => undefined)
  const query = queryOn(own.pool)
  const failures: string[] = []
  const rows: Result['rows'][number][] = []
  const say = (text: string) => (options.json ? undefined : console.log(`  ${text}`))
  try {
    const people = (await createPeople(database.pool, PEOPLE)).map(({ id }) => id)
    await seed(own.pool, people)
    say(`${OPEN} open and ${DECIDED} decided cases`)
    const rooms = (await query<{ law_room: string }>('SELECT DISTINCT law_room FROM mod_case ORDER BY 1 LIMIT 5')).map(
      (row) => row.law_room,
    )
    const askers: [string, Power][] = [
      ['moderator', { id: people[0]!, role: 'moderator', rooms: [] }],
      ['of 5 rooms', { id: people[1]!, role: 'member', rooms }],
    ]
    const asks: [string, QueueWanted][] = [
      ['by score', {}],
      ['by age', { sort: 'opened' }],
      ['by last report', { sort: 'last' }],
      ['unclaimed', { view: 'unclaimed' }],
      ['overdue', { view: 'overdue' }],
      ['of one author', { authorId: people[7]! }],
      ['of one reporter', { reporterId: people[9]! }],
      ['of one room', { inRoom: rooms[0]! }],
      ['of one reason', { reason: 'spam.scam' }],
      ['with words', { text: 'case 77' }],
      ['decided', { states: ['DECIDED'], sort: 'last' }],
    ]
    for (const [who, power] of askers) {
      for (const [what, wanted] of asks)
        rows.push({ who, what, ...(await timed((cursor) => listCases(query, power, { ...wanted, cursor }))) })
      rows.push({
        who,
        what: 'counts of all views',
        ...(await timed(async () => ({ next: String(await countViews(query, power)) }))),
      })
    }
    const [first] = (await listCases(query, askers[0]![1], {})).cases
    rows.push({
      ...{ who: 'moderator', what: 'one case' },
      ...(await timed(async () => ({ next: (await viewCase(query, askers[0]![1], first!.id)).case.id }))),
    })
    for (const row of rows)
      if ((row.p95 as number) > GOAL_MS)
        failures.push(`${row.who}: ${row.what} takes ${(row.p95 as number).toFixed(0)} ms at p95`)
  } finally {
    await own.close()
    await database.stop()
  }
  return {
    name: 'queue',
    title: `queue: ${OPEN.toLocaleString('en')} open cases, ${ASKED} pages a row, ms (goal: ${GOAL_MS} at p95)`,
    columns: [
      { key: 'who', title: 'who' },
      { key: 'what', title: 'asks for' },
      { key: 'p50', title: 'median', digits: 1 },
      { key: 'p95', title: 'p95', digits: 1 },
      { key: 'p99', title: 'p99', digits: 1 },
    ],
    rows,
    notes: ['Each is one page of 50, the next one each time.'],
    failures,
  }
}

async function timed(ask: (cursor: string | undefined) => Promise<{ next?: string }>) {
  const times = createHistogram()
  let cursor: string | undefined
  for (let i = 0; i < WARM + ASKED; i++) {
    const began = performance.now()
    cursor = (await ask(cursor)).next
    if (i >= WARM) times.add(performance.now() - began)
  }
  return { p50: times.quantile(0.5), p95: times.quantile(0.95), p99: times.quantile(0.99) }
}

type Pool = ReturnType<typeof openDatabase>['pool']

async function seed(pool: Pool, people: string[]) {
  const client = await pool.connect()
  try {
    await client.query('SET statement_timeout = 0')
    await client.query(
      `WITH rooms AS (SELECT array_agg(gen_random_uuid()) AS ids FROM generate_series(1, $3::int))
       INSERT INTO mod_case (id, kind, source, state, target_id, target_room, law_room, author_id, score, reasons, reports, text, opened_at, last_at, decided_at)
       SELECT gen_random_uuid(), 'message', CASE WHEN i % 5 = 0 THEN 'rule' ELSE 'report' END, CASE WHEN i <= $1::int THEN 'OPEN' ELSE 'DECIDED' END,
         gen_random_uuid(), r.ids[1 + i % $3::int], r.ids[1 + i % $3::int], ($4::uuid[])[1 + i % cardinality($4::uuid[])], (i * 7919 % 1000)::float8 / 100,
         ARRAY[(ARRAY['spam', 'spam.scam', 'abuse', 'abuse.hate'])[1 + i % 4]], 1 + i % 3, 'the words of case ' || i,
         now() - (i % 400) * interval '1 hour', now() - (i % 390) * interval '1 hour', CASE WHEN i > $1::int THEN now() END
       FROM generate_series(1, $1::int + $2::int) i, rooms r`,
      [OPEN, DECIDED, ROOMS, people],
    )
    await client.query(
      `INSERT INTO report (id, case_id, reporter_id, reason) SELECT gen_random_uuid(), c.id, ($1::uuid[])[1 + (c.score * 100)::int % cardinality($1::uuid[])], 'spam' FROM mod_case c`,
      [people],
    )
    await client.query('ANALYZE')
  } finally {
    client.release(true)
  }
}
