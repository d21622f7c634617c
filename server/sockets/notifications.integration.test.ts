import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, startReceiver } from '#server/push/testing/receiver.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'

let server: TestServer
let receiver: Awaited<ReturnType<typeof startReceiver>>
let ann: Person
let bob: Person
let asAnn: RawClient
let asBob: RawClient

beforeAll(async () => {
  receiver = await startReceiver()
  server = await startServer({ ...LIFTED_LIMITS, PUSH_TEST_ALLOW: receiver.place })
  const [, first, second] = await createPeople(server, 3)
  ann = first!
  bob = second!
  asAnn = await connectRaw(server.url, ann)
  asBob = await connectRaw(server.url, bob)
})
afterAll(async () => {
  for (const client of [asAnn, asBob]) client?.close()
  await server?.close()
  await receiver?.close()
})

async function makeRoom(): Promise<string> {
  const roomId = await createRoom(server, ann, { kind: 'PRIVATE', members: [bob] })
  await asBob.hear('room:added', (told) => told.room.id === roomId)
  return roomId
}
const send = async (roomId: string, body: string) => {
  const data = await asAnn.get('message:send', { id: uuidv7(), roomId, body })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}
/** Bob's browser is reached from now on. */
async function reach(): Promise<Browser> {
  const browser = receiver.browser()
  const { serverKey } = await asBob.get('notifications:get', {})
  await asBob.get('push:subscribe', { ...browser.subscription, serverKey })
  return browser
}
const ofRoom = (browser: Browser, roomId: string) =>
  browser.received.map(({ payload }) => payload).filter((payload) => payload.roomId === roomId)
/** Whatever was written is looked through, and what is to be told is told or given up. */
const settled = async () => {
  const left = async () =>
    (
      await server.database.pool.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM job WHERE kind IN ('notify:look', 'push:room') AND dead_at IS NULL",
      )
    ).rows[0]!.n
  await expect.poll(left, { timeout: 15_000 }).toBeGreaterThan(0)
  await expect.poll(left, { timeout: 25_000 }).toBe(0)
}

test('OF4 OF7 whoever is away is told of a message: sealed for their browser, signed by this installation, one a room', async () => {
  const [browser, roomId] = [await reach(), await makeRoom()]
  await send(roomId, 'the first')
  const last = await send(roomId, '**the second** with ||a secret||')
  await settled()
  const [told] = ofRoom(browser, roomId)
  expect(told).toMatchObject({ kind: 'message', seq: last.seq, body: `${ann.displayName}: the second with ▒▒▒` })
  expect(ofRoom(browser, roomId).length).toBeLessThanOrEqual(2)
  const { headers } = browser.received.at(-1)!
  expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', topic: expect.any(String), ttl: '86400' })
  expect(headers.authorization).toMatch(/^vapid t=.+, k=.+/)
})

test('OF4 nothing is told to the author, of what was read at once, of a muted room, of a level, or to who is not to be disturbed', async () => {
  const browser = await reach()
  const [read, muted, quiet, mentioned] = [await makeRoom(), await makeRoom(), await makeRoom(), await makeRoom()]
  await asBob.get('room:mute', { roomId: muted, muted: true })
  await asBob.get('room:notify', { roomId: quiet, level: 'none' })
  await asBob.get('room:notify', { roomId: mentioned, level: 'mentions' })
  for (const roomId of [muted, quiet, mentioned]) await send(roomId, `for everybody, and @${bob.username} not`.replace('@', ''))
  const { seq } = await send(read, 'read at once')
  await asBob.get('room:read', { roomId: read, seq })
  await asBob.get('message:send', { id: uuidv7(), roomId: read, body: 'my own' })
  await settled()
  expect([read, muted, quiet, mentioned].flatMap((roomId) => ofRoom(browser, roomId))).toEqual([])

  for (const roomId of [muted, quiet, mentioned]) await send(roomId, `now you, @${bob.username}`)
  await settled()
  expect([muted, quiet, mentioned].map((roomId) => ofRoom(browser, roomId).length)).toEqual([1, 0, 1])

  const folded = await makeRoom()
  const mark = (kind: string) =>
    server.database.pool.query(
      `INSERT INTO person_mark (user_id, other_id, kind, me_rev) VALUES ($1, $2, $3::person_mark_kind, 0)
       ON CONFLICT (user_id, other_id) DO UPDATE SET kind = excluded.kind`,
      [bob.id, ann.id, kind],
    )
  await mark('mute')
  await send(folded, 'from somebody muted')
  await settled()
  await mark('none')
  expect(ofRoom(browser, folded)).toEqual([])

  await asBob.get('presence:set', { status: 'dnd' })
  const away = await makeRoom()
  await send(away, 'not now')
  await settled()
  expect(ofRoom(browser, away)).toEqual([])
  await asBob.get('presence:set', { status: 'online' })
})

test('OF6 nothing is told in somebody’s quiet hours, and only that there is something where they want no words', async () => {
  const [browser, roomId] = [await reach(), await makeRoom()]
  await asBob.get('notifications:set', { preview: false, quiet: { from: 0, to: 0 }, timeZone: 'Asia/Tokyo' })
  expect((await asBob.get('notifications:get', {})).settings).toMatchObject({ quiet: { from: 0, to: 0 }, timeZone: 'Asia/Tokyo' })
  await send(roomId, 'in the night')
  await settled()
  expect(ofRoom(browser, roomId)).toEqual([])
  await asBob.get('notifications:set', { preview: false, quiet: null, timeZone: 'Asia/Tokyo' })
  await send(roomId, 'secret words')
  await settled()
  const [told] = ofRoom(browser, roomId)
  expect(told).toMatchObject({ kind: 'message', roomId })
  expect(JSON.stringify(told)).not.toMatch(/secret|title|body/)
  await asBob.get('notifications:set', { preview: true, quiet: null, timeZone: 'UTC' })
})

test('OF7 an endpoint that is gone is forgotten; one whose service is busy is tried again', async () => {
  const [browser, roomId] = [await reach(), await makeRoom()]
  browser.answer = 503
  await send(roomId, 'while it is busy')
  const attempts = async () =>
    (
      await server.database.pool.query<{ attempts: number }>(
        "SELECT attempts FROM job WHERE kind = 'push:room' AND last_error IS NOT NULL",
      )
    ).rows.length
  await expect.poll(attempts, { timeout: 20_000 }).toBe(1)
  browser.answer = 201
  await expect.poll(() => ofRoom(browser, roomId).length, { timeout: 20_000 }).toBe(1)

  browser.answer = 410
  await send(roomId, 'after it went')
  await settled()
  expect(await asBob.get('notifications:get', {})).toMatchObject({ subscribed: false })
})

test('OF8 the test goes the whole way and says what the push service answered; without a subscription it is not found', async () => {
  const browser = await reach()
  expect(await asBob.get('push:test', { nonce: 'nonce-of-a-test' })).toEqual({ answered: 201 })
  expect(browser.received.at(-1)?.payload).toEqual({ kind: 'test', nonce: 'nonce-of-a-test' })
  await asBob.get('push:unsubscribe', {})
  expect(await asBob.ask('push:test', { nonce: 'nonce-of-a-test' })).toMatchObject({ ok: false, error: { code: 'not_found' } })
})

test('OF7 nothing but public https is written to, and nobody else’s subscription', async () => {
  const other = await connectRaw(server.url, bob)
  const browser = receiver.browser()
  const { serverKey } = await other.get('notifications:get', {})
  await other.get('push:subscribe', { ...browser.subscription, serverKey })
  for (const endpoint of ['https://127.0.0.1/x', 'http://169.254.169.254/latest', `http://localhost:${server.port}/`]) {
    await other.get('push:subscribe', { ...receiver.browser().subscription, endpoint, serverKey })
    expect(await other.get('push:test', { nonce: 'nonce-of-a-test' })).toEqual({ answered: 404 })
  }
  await other.get('push:subscribe', { ...browser.subscription, serverKey: 'A'.repeat(87) })
  expect(await other.get('push:test', { nonce: 'nonce-of-a-test' })).toEqual({ answered: 401 })
  expect(await other.get('notifications:get', {})).toMatchObject({ subscribed: false })
  other.close()
})
