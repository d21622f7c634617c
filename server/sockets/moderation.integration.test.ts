import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ModCase } from '#protocol/moderation.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
const people = {} as Record<'owner' | 'admin' | 'mod' | 'second' | 'author' | 'governor' | 'reporter' | 'other', Person>
const on = {} as Record<keyof typeof people, RawClient>
let roomId: string
let privateId: string

beforeAll(async () => {
  cluster = await startCluster(2, { ...LIFTED_LIMITS, RECONCILE_MS: '60000' })
  const roles = { owner: 'owner', admin: 'admin', mod: 'moderator', second: 'moderator' } as const
  for (const name of ['owner', 'admin', 'mod', 'second', 'author', 'governor', 'reporter', 'other'] as const) {
    people[name] = await createPerson(cluster, { displayName: name, role: roles[name as 'mod'] ?? 'member' })
  }
  const members = [people.author, people.reporter, people.other]
  roomId = await createRoom(cluster, people.governor, { members })
  privateId = await createRoom(cluster, people.author, { kind: 'PRIVATE', members: [people.reporter] })
  for (const [i, name] of (Object.keys(people) as (keyof typeof people)[]).entries())
    on[name] = await connectRaw(cluster.nodes[i % 2]!.url, people[name])
})
afterAll(async () => {
  for (const client of Object.values(on)) client.close()
  await cluster?.close()
})

const sql = async (text: string, values: unknown[] = []) => (await cluster.database.pool.query(text, values)).rows
const acts = async () => (await sql('SELECT act FROM audit_entry ORDER BY seq')).map(({ act }) => act as string)
const write = async (body = 'something bad', where = roomId) =>
  (await on.author.get('message:send', { id: uuidv7(), roomId: where, body })) as { message: { id: string; roomId: string } }
const reported = async (body?: string, where = roomId): Promise<ModCase> => {
  const { message } = await write(body, where)
  await on.reporter.get('message:report', { roomId: where, id: message.id, reason: 'abuse.hate', note: 'look at this' })
  return (await on.mod.hear('mod:case', (told) => told.case.targetId === message.id)).case
}
const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code)

describe('reports and cases', () => {
  test('what was reported is in the queue of moderators on every node, and of the room’s own; not of whom it is about [MO2, MO3]', async () => {
    const one = await reported()
    for (const name of ['second', 'admin', 'governor'] as const)
      expect((await on[name].hear('mod:case', (told) => told.case.id === one.id)).case).toMatchObject({
        reports: 1,
        state: 'OPEN',
      })
    for (const name of ['author', 'other', 'reporter'] as const) {
      expect(on[name].heard.some(({ event }) => event === 'mod:case')).toBe(false)
      expect(codeOf(await on[name].ask('mod:case', { caseId: one.id }))).toBe('not_found')
      expect((await on[name].get('mod:queue', {})).cases).toEqual([])
    }
    const view = await on.governor.get('mod:case', { caseId: one.id })
    expect(view.reports).toMatchObject([{ reporterId: people.reporter.id, reason: 'abuse.hate', note: 'look at this' }])
    expect(view.author).toMatchObject({ user: { id: people.author.id }, strikes: 0 })
  })

  test('somebody’s second report says so and counts once; another’s makes it weigh more [MO4]', async () => {
    const one = await reported()
    const wanted = { roomId, id: one.targetId, reason: 'spam' } as const
    expect(await on.reporter.get('message:report', wanted)).toMatchObject({ again: true })
    await on.other.get('message:report', wanted)
    const after = (await on.mod.get('mod:case', { caseId: one.id })).case
    expect(after).toMatchObject({ reports: 2, reasons: ['abuse.hate', 'spam'] })
    expect(after.score).toBeGreaterThan(one.score)
  })

  test('what stood there is kept, whatever its author does with it afterwards [MO4]', async () => {
    const one = await reported('the first words')
    await on.author.get('message:edit', { roomId, id: one.targetId, body: 'other words' })
    await on.other.get('message:report', { roomId, id: one.targetId, reason: 'spam' })
    await on.author.get('message:delete', { roomId, id: one.targetId })
    const { evidence, now } = await on.mod.get('mod:case', { caseId: one.id })
    expect(evidence.map(({ snapshot }) => (snapshot as { body: string }).body)).toEqual(['other words', 'the first words'])
    expect(now).toMatchObject({ state: 'deleted' })
    for (const row of evidence) expect(row.sha256).toMatch(/^[0-9a-f]{64}$/)
    await expect(sql('UPDATE evidence SET sha256 = sha256')).rejects.toThrow(/append-only/)
    await expect(sql('DELETE FROM case_event')).rejects.toThrow(/append-only/)
    expect(codeOf(await on.governor.ask('message:report', { roomId, id: one.targetId, reason: 'spam' }))).toBe('conflict')
  })

  test('people, rooms and files are reported too; what one may not see is not there, and oneself is not reported', async () => {
    const report = (target: object, from: keyof typeof on = 'reporter') =>
      on[from].ask('mod:report', { target: target as never, reason: 'privacy.impersonation' })
    expect(codeOf(await report({ kind: 'person', userId: people.author.id }))).toBe('ok')
    expect(codeOf(await report({ kind: 'room', roomId }))).toBe('ok')
    expect(codeOf(await report({ kind: 'room', roomId: privateId }, 'other'))).toBe('not_found')
    expect(codeOf(await report({ kind: 'file', fileId: uuidv7() }))).toBe('not_found')
    expect(codeOf(await report({ kind: 'person', userId: people.reporter.id }))).toBe('forbidden')
    const { cases } = await on.mod.get('mod:queue', { kind: 'person' })
    expect(cases).toMatchObject([{ authorId: people.author.id }])
    expect((await on.reporter.get('mod:reports', {})).reports.length).toBeGreaterThan(2)
  })

  test('nobody sees a case about themselves, and who reported something does not decide it [MO1, MO2]', async () => {
    await on.reporter.get('mod:report', { target: { kind: 'person', userId: people.mod.id }, reason: 'abuse' })
    const [about] = (await on.admin.get('mod:queue', { authorId: people.mod.id })).cases
    expect((await on.mod.get('mod:queue', { authorId: people.mod.id })).cases).toEqual([])
    expect(codeOf(await on.mod.ask('mod:case', { caseId: about!.id }))).toBe('not_found')
    const { message } = await write('to be reported by a moderator')
    await on.second.get('message:report', { roomId, id: message.id, reason: 'spam' })
    const { case: one } = await on.mod.hear('mod:case', (told) => told.case.targetId === message.id)
    const wanted = { caseId: one.id, version: one.version }
    expect(codeOf(await on.second.ask('mod:claim', wanted))).toBe('forbidden')
    expect((await on.second.get('mod:case', { caseId: one.id })).mayNot).toContain('reported this yourself')
    expect(codeOf(await on.mod.ask('mod:claim', wanted))).toBe('ok')
  })
})

describe('one moderator at a time', () => {
  test('of two who claim at once one has it; the other is told what happened and by whom [MO3]', async () => {
    const one = await reported()
    const wanted = { caseId: one.id, version: one.version }
    const answers = await Promise.all([on.mod.ask('mod:claim', wanted), on.second.ask('mod:claim', wanted)])
    expect(answers.map(codeOf).sort()).toEqual(['conflict', 'ok'])
    const lost = answers.find((answer) => !answer.ok)
    const winner = answers[0]?.ok ? people.mod : people.second
    expect(lost).toMatchObject({ error: { fields: { what: 'claimed', byId: winner.id } } })
    await on.admin.hear('mod:case', (told) => told.case.id === one.id && told.case.assigneeId === winner.id)
  })

  test('a claim ends by itself after its lease, and activity keeps it [MO3]', async () => {
    const one = await reported()
    const claimed = (await on.mod.get('mod:claim', { caseId: one.id, version: one.version })).case
    expect(claimed).toMatchObject({ state: 'CLAIMED', assigneeId: people.mod.id })
    await sql("UPDATE mod_case SET lease_until = clock_timestamp() + interval '1 minute' WHERE id = $1", [one.id])
    const noted = (await on.mod.get('mod:note', { caseId: one.id, version: claimed.version, note: 'on it' })).case
    expect(Date.parse(noted.leaseUntil!) - Date.now()).toBeGreaterThan(500_000)
    expect(codeOf(await on.second.ask('mod:claim', { caseId: one.id, version: noted.version }))).toBe('conflict')
    await sql("UPDATE mod_case SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1", [one.id])
    expect((await on.second.get('mod:case', { caseId: one.id })).case.state).toBe('OPEN')
    expect(codeOf(await on.second.ask('mod:claim', { caseId: one.id, version: noted.version }))).toBe('ok')
  })

  test('every act leaves exactly one entry in the audit [AU1]', async () => {
    const one = await reported()
    const two = await reported()
    const before = (await acts()).length
    const version = async () => (await on.mod.get('mod:case', { caseId: one.id })).case.version
    const of = async () => ({ caseId: one.id, version: await version() })
    await on.mod.get('mod:claim', await of())
    await on.mod.get('mod:release', await of())
    await on.mod.get('mod:note', { ...(await of()), note: 'a note' })
    await on.mod.get('mod:context', { caseId: one.id })
    await on.mod.get('mod:escalate', { ...(await of()), note: 'too hard' })
    await on.mod.get('mod:merge', { ...(await of()), into: two.id })
    expect((await acts()).slice(before)).toEqual([
      ...['case:claim', 'case:release', 'case:note', 'case:context', 'case:escalate', 'case:merge'],
    ])
    expect(codeOf(await on.mod.ask('mod:claim', await of()))).toBe('conflict')
    const { message } = { message: { id: one.targetId } }
    await on.other.get('message:report', { roomId, id: message.id, reason: 'spam' })
    expect((await on.mod.get('mod:case', { caseId: two.id })).case.reports).toBe(2)
  })
})

describe('what is private is read through a report, or for a reason', () => {
  test('a case of a private room is not its own moderators’ when it is about them, and shows its context to who asks, audited [MO5]', async () => {
    for (let i = 0; i < 12; i++) await write(`before ${i}`, privateId)
    const one = await reported('in private', privateId)
    await write('after', privateId)
    expect(codeOf(await on.mod.ask('room:history', { roomId: privateId }))).toBe('not_found')
    const before = (await acts()).length
    const { messages } = await on.mod.get('mod:context', { caseId: one.id })
    expect(messages.map(({ body }) => body)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `before ${i + 2}`),
      'in private',
      'after',
    ])
    expect((await acts()).slice(before)).toEqual(['case:context'])
    expect(codeOf(await on.governor.ask('mod:context', { caseId: one.id }))).toBe('not_found')
  })

  test('a look into a private room needs a reason, which is audited; only the installation’s moderators may [MO5]', async () => {
    const wanted = { inRoom: privateId, why: 'a complaint by mail' }
    expect(codeOf(await on.mod.ask('mod:look', { ...wanted, why: ' ' }))).toBe('invalid')
    expect(codeOf(await on.governor.ask('mod:look', wanted))).toBe('forbidden')
    expect((await on.mod.get('mod:look', wanted)).messages.length).toBeGreaterThan(0)
    const { entries } = await on.admin.get('mod:audit', { act: 'room:look' })
    expect(entries).toMatchObject([{ byId: people.mod.id, roomId: privateId, why: 'a complaint by mail' }])
    expect(entries[0]!.address).toBeDefined()
    expect(codeOf(await on.mod.ask('mod:audit', {}))).toBe('forbidden')
  })
})

describe('the queue', () => {
  let marker: string
  beforeEach(async () => {
    marker = `marked ${crypto.randomUUID()}`
    await sql(
      `INSERT INTO mod_case (id, kind, source, target_id, target_room, law_room, author_id, score, text, reasons, opened_at, hidden)
       SELECT gen_random_uuid(), 'message', 'report', gen_random_uuid(), $1, CASE WHEN i % 2 = 0 THEN $1::uuid END, $2, (i % 7)::float8 / 3, $3,
         ARRAY['spam'], now() - i * interval '1 hour', i % 10 = 0 FROM generate_series(1, 60) i`,
      [roomId, people.author.id, marker],
    )
  })

  test.each(['score', 'opened', 'last'] as const)('pages by %s join on: no case is left out or told twice', async (sort) => {
    const seen: ModCase[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await on.mod.get('mod:queue', { sort, text: marker, limit: 7, ...(cursor ? { cursor } : {}) })
      seen.push(...page.cases)
      cursor = page.next
      if (!cursor) break
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(60)
    expect(seen).toHaveLength(60)
    const places = seen.map((one) => (sort === 'score' ? -one.score : sort === 'opened' ? Date.parse(one.openedAt) : 0))
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('filters say what is listed, and a room’s moderators see their rooms’ only [MO2]', async () => {
    const count = async (wanted: object, from: keyof typeof on = 'mod') =>
      (await on[from].get('mod:queue', { text: marker, limit: 100, ...wanted })).cases.length
    expect(await count({})).toBe(60)
    expect(await count({}, 'governor')).toBe(30)
    expect(await count({ olderThanHours: 31 })).toBe(30)
    expect(await count({ view: 'hidden' })).toBe(6)
    expect(await count({ view: 'overdue' })).toBe(37)
    expect(await count({ reason: 'abuse' })).toBe(0)
    expect(await count({ states: ['DECIDED'] })).toBe(0)
    expect(await count({ inRoom: roomId, source: 'report', authorId: people.author.id })).toBe(60)
    for (const cursor of ['x', '1|2', '9e99|x', `1;drop|${uuidv7()}`])
      expect(codeOf(await on.mod.ask('mod:queue', { cursor }))).toBe('invalid')
  })

  test('views are counted of one moment, for who asks', async () => {
    const { counts } = await on.mod.get('mod:views', {})
    expect(counts.hidden).toBeGreaterThanOrEqual(6)
    expect(counts.unclaimed).toBeGreaterThan(counts.hidden)
    expect((await on.other.get('mod:views', {})).counts).toEqual({
      ...{ mine: 0, unclaimed: 0, escalated: 0, appeals: 0, hidden: 0, overdue: 0 },
    })
  })
})
