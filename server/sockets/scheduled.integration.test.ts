import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Scheduled } from '#protocol/later.ts'
import { planSending } from '#server/core/later/scheduled.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import { startNode } from '#server/testing/node.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let asAnn: RawClient
let asBob: RawClient
/** Ann’s other device, on the other node. */
let annsPhone: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, { RECONCILE_MS: '60000', LIMIT_REQUESTS_PER_SECOND: '100000', LIMIT_MESSAGES_BURST: '100000' })
  ;[, ann, bob] = (await createPeople(cluster, 3)) as [Person, Person, Person]
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  annsPhone = await connectRaw(cluster.nodes[1]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
})
afterAll(async () => {
  for (const client of [asAnn, annsPhone, asBob]) client?.close()
  await cluster?.close()
})

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
const refused = (code: string) => ({ ok: false, error: { code } })

async function makeRoom(maker = bob, member = ann): Promise<string> {
  const roomId = await createRoom(cluster, maker, { kind: 'PRIVATE', members: [member] })
  for (const client of [asAnn, annsPhone, asBob]) await client.hear('room:added', (told) => told.room.id === roomId)
  return roomId
}
async function schedule(roomId: string, ms: number, body = 'later'): Promise<Scheduled> {
  const { scheduled } = await asAnn.get('scheduled:add', { id: uuidv7(), roomId, body, at: inMs(ms) })
  return scheduled
}
const told = (client: RawClient, id: string, fits: (row: Scheduled) => boolean) =>
  client.hear('me:later', ({ scheduled = [] }) => scheduled.some((row) => row.id === id && fits(row)))
const stored = async (roomId: string) =>
  (
    await cluster.database.pool.query(
      'SELECT id, author_id, body FROM message WHERE room_id = $1 AND kind IS NULL ORDER BY seq',
      [roomId],
    )
  ).rows

describe('a message that is sent later', () => {
  test('is sent once, as its author, under its id, within 2 s of its time, and told to all of their devices [T3]', async () => {
    const roomId = await makeRoom()
    const one = await schedule(roomId, 1_000, 'good morning @all')
    for (const client of [asAnn, annsPhone]) await told(client, one.id, (row) => row.excerpt === 'good morning @all')
    expect(await stored(roomId)).toEqual([])
    const { messages } = await asBob.hear('room:changes', (frame) => frame.roomId === roomId)
    const late = Date.now() - Date.parse(one.at)
    expect(late).toBeGreaterThanOrEqual(-50)
    expect(late).toBeLessThan(2_000)
    expect(messages[0]).toMatchObject({ id: one.id, authorId: ann.id, body: 'good morning @all', mentions: { room: 'all' } })
    for (const client of [asAnn, annsPhone]) await told(client, one.id, (row) => row.ended === 'sent')
    expect(await stored(roomId)).toEqual([{ id: one.id, author_id: ann.id, body: 'good morning @all' }])
    const { rows } = await cluster.database.pool.query('SELECT body FROM scheduled_message WHERE id = $1', [one.id])
    expect(rows).toEqual([{ body: '' }])
  })

  test('is never there twice, however often its job runs on both nodes, and a client that asks again is answered the same [T3, M2]', async () => {
    const roomId = await makeRoom()
    const wanted = { id: uuidv7(), roomId, body: 'once', at: inMs(60_000) }
    const first = await asAnn.get('scheduled:add', wanted)
    expect(await annsPhone.get('scheduled:add', { ...wanted, body: 'other words' })).toEqual(first)
    await Promise.all([
      asAnn.ask('scheduled:send-now', { id: wanted.id }),
      annsPhone.ask('scheduled:send-now', { id: wanted.id }),
      ...Array.from({ length: 10 }, () =>
        transaction(cluster.database.pool, (query) => planSending(query, ann.id, wanted.id, new Date())),
      ),
    ])
    await told(asAnn, wanted.id, (row) => row.ended === 'sent')
    await vi.waitFor(async () =>
      expect(await queryOn(cluster.database.pool)("SELECT 1 FROM job WHERE kind = 'scheduled:send'")).toEqual([]),
    )
    expect(await stored(roomId)).toHaveLength(1)
    expect(await asAnn.ask('scheduled:send-now', { id: wanted.id })).toMatchObject(refused('conflict'))
  })

  test('is sent by another node when the one that began is killed in between [T2, T3]', async () => {
    const roomId = await makeRoom()
    const id = uuidv7()
    await asAnn.get('scheduled:add', { id, roomId, body: 'still', at: inMs(60_000) })
    // What a killed node leaves: it began, may have sent it, and told nobody.
    await cluster.database.pool.query('UPDATE scheduled_message SET sending_at = now(), at = now() WHERE id = $1', [id])
    await cluster.database.pool.query(
      "UPDATE job SET run_at = now(), attempts = 1, lease = gen_random_uuid(), locked_by = 'gone', locked_until = now() + interval '1 s'",
    )
    await told(annsPhone, id, (row) => row.ended === 'sent')
    expect(await stored(roomId)).toHaveLength(1)
  })

  test('outlives the node that took it: another one sends it [T1]', async () => {
    const roomId = await makeRoom()
    const node = await startNode(
      { REDIS_URL: cluster.nodes[0]!.env.REDIS_URL!, DATABASE_URL: cluster.database.url },
      cluster.database,
    )
    const client = await connectRaw(node.url, ann)
    const { scheduled } = await client.get('scheduled:add', { id: uuidv7(), roomId, body: 'after all', at: inMs(1_500) })
    await node.kill('SIGKILL')
    client.close()
    await told(asAnn, scheduled.id, (row) => row.ended === 'sent')
    expect(await stored(roomId)).toMatchObject([{ id: scheduled.id }])
  })

  test('can be changed and taken back until its sending begins; then it is sent with the words of that moment [T4]', async () => {
    const roomId = await makeRoom()
    const one = await schedule(roomId, 60_000)
    await asAnn.get('scheduled:edit', { id: one.id, body: 'better words', at: inMs(30_000) })
    await told(annsPhone, one.id, (row) => row.excerpt === 'better words')
    expect((await annsPhone.get('scheduled:list', { id: one.id })).scheduled).toMatchObject([{ body: 'better words' }])
    await asAnn.get('scheduled:remove', { id: one.id })
    await told(annsPhone, one.id, (row) => row.ended === 'removed' && row.excerpt === '')
    expect(await asAnn.ask('scheduled:edit', { id: one.id, body: 'x' })).toMatchObject(refused('not_found'))
    // Edits race the sending: whoever was answered ok is in the room, whoever was refused is not.
    for (let i = 0; i < 10; i++) {
      const racing = await schedule(roomId, 60_000, 'first')
      const [edited, sent] = await Promise.all([
        annsPhone.ask('scheduled:edit', { id: racing.id, body: 'second' }),
        asAnn.ask('scheduled:send-now', { id: racing.id }),
      ])
      expect(sent).toMatchObject({ ok: true, data: { message: { body: edited.ok ? 'second' : 'first' } } })
      if (!edited.ok) expect(edited).toMatchObject(refused('conflict'))
    }
  })

  test('of somebody who was removed, banned or muted, or in an archived room, is not sent: they are told why and keep the words [T3, M3]', async () => {
    const pool = cluster.database.pool
    const losses: [string, (roomId: string) => Promise<unknown>][] = [
      ['not_found', (roomId) => asAnn.get('room:leave', { roomId })],
      ['not_found', (roomId) => asBob.get('room:kick', { roomId, userId: ann.id })],
      ['muted', (roomId) => sanction(pool, { userId: ann.id, roomId, kind: 'mute' })],
      ['forbidden', (roomId) => asBob.get('room:update', { roomId, archived: true })],
    ]
    for (const [code, lose] of losses) {
      const roomId = await makeRoom()
      const one = await schedule(roomId, 600, 'my words')
      await lose(roomId)
      await told(annsPhone, one.id, (row) => row.failed === code)
      expect(await stored(roomId)).toEqual([])
      expect((await asAnn.get('scheduled:list', { id: one.id })).scheduled).toMatchObject([{ body: 'my words', failed: code }])
    }
  })

  test('that could not be sent is tried again at another time or now', async () => {
    const roomId = await makeRoom()
    const mute = await sanction(cluster.database.pool, { userId: ann.id, roomId, kind: 'mute' })
    const one = await schedule(roomId, 200)
    await told(asAnn, one.id, (row) => row.failed === 'muted')
    expect(await asAnn.ask('scheduled:send-now', { id: one.id })).toMatchObject(refused('muted'))
    await cluster.database.pool.query('UPDATE sanction SET lifted_at = starts_at WHERE id = $1', [mute])
    const { scheduled } = await asAnn.get('scheduled:edit', { id: one.id, at: inMs(200) })
    expect(scheduled.failed).toBeUndefined()
    await told(asAnn, one.id, (row) => row.ended === 'sent')
  })

  test('in a slow room waits for its turn', async () => {
    const roomId = await makeRoom()
    await asBob.get('room:update', { roomId, slowModeSeconds: 2 })
    await asAnn.get('message:send', { id: uuidv7(), roomId, body: 'now' })
    const one = await schedule(roomId, 100, 'then')
    await told(asAnn, one.id, (row) => row.ended === 'sent')
    expect((await stored(roomId)).map((row) => row.body)).toEqual(['now', 'then'])
  })

  test('is at most a year ahead, at most 100 wait, and it holds what a message holds', async () => {
    const roomId = await makeRoom()
    const ask = (more: object) => asAnn.ask('scheduled:add', { id: uuidv7(), roomId, body: 'x', at: inMs(60_000), ...more })
    expect(await ask({ at: inMs(-120_000) })).toMatchObject(refused('invalid'))
    expect(await ask({ at: inMs(400 * 86_400_000) })).toMatchObject(refused('invalid'))
    expect(await ask({ at: 'tomorrow' })).toMatchObject(refused('invalid'))
    expect(await ask({ body: '  ' })).toMatchObject(refused('invalid'))
    expect(await ask({ body: 'x'.repeat(102_401) })).toMatchObject(refused('too_large'))
    expect(await ask({ replyToId: uuidv7() })).toMatchObject(refused('not_found'))
    await cluster.database.pool.query('DELETE FROM scheduled_message; DELETE FROM job')
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask({})))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(100)
    expect(await ask({})).toMatchObject(refused('conflict'))
    const first = await asAnn.get('scheduled:list', {})
    const second = await asAnn.get('scheduled:list', { cursor: first.next! })
    expect(new Set([...first.scheduled, ...second.scheduled].map((row) => row.id)).size).toBe(100)
    expect(second.next).toBeUndefined()
    await cluster.database.pool.query('DELETE FROM scheduled_message; DELETE FROM job')
  })

  test('is its author’s alone [V1]', async () => {
    const roomId = await makeRoom()
    const one = await schedule(roomId, 60_000, 'a secret')
    const nobody = uuidv7()
    for (const event of ['scheduled:edit', 'scheduled:remove', 'scheduled:send-now'] as const)
      expect(await asBob.ask(event, { id: one.id })).toEqual(await asBob.ask(event, { id: nobody }))
    expect((await asBob.get('scheduled:list', {})).scheduled).toEqual([])
    expect(asBob.heard.filter(({ event }) => event === 'me:later')).toEqual([])
    await asAnn.get('scheduled:remove', { id: one.id })
  })

  test('is known to a device that was away, from the clock it says [K2]', async () => {
    const roomId = await makeRoom()
    const one = await schedule(roomId, 60_000, 'x'.repeat(300))
    const away = await connectRaw(cluster.nodes[1]!.url, ann, { hello: false })
    const first = await away.get('session:hello', { revs: {} })
    expect(first.later).toMatchObject({ whole: true, scheduled: [{ id: one.id, excerpt: `${'x'.repeat(200)}…` }] })
    away.close()
    await asAnn.get('scheduled:remove', { id: one.id })
    const back = await connectRaw(cluster.nodes[1]!.url, ann, { hello: false })
    const { epoch, meRev } = first
    const second = await back.get('session:hello', { epoch, meRev, laterRev: meRev, revs: {} })
    expect(second.later).toMatchObject({ whole: false, scheduled: [{ id: one.id, ended: 'removed' }] })
    const third = await back.get('session:hello', { epoch, meRev: second.meRev, laterRev: second.meRev, revs: {} })
    expect(third.later).toBeUndefined()
    back.close()
  })
})
