import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BODY_MAX_BYTES, FRAME_MAX_BYTES, MENTIONS_MAX, PAGE_MAX } from '#protocol/limits.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'

let server: TestServer
let ann: Person
let bob: Person
let asAnn: RawClient
let asBob: RawClient

beforeAll(async () => {
  server = await startServer(LIFTED_LIMITS)
  ;[ann, bob] = (await createPeople(server, 2)) as [Person, Person]
  asAnn = await connectRaw(server.url, ann)
  asBob = await connectRaw(server.url, bob)
})
afterAll(async () => {
  for (const client of [asAnn, asBob]) client?.close()
  await server?.close()
})

async function send(client: RawClient, roomId: string, body: string, more: { replyToId?: string } = {}) {
  const data = await client.get('message:send', { id: uuidv7(), roomId, body, ...more })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

describe('a message at the limit of size', () => {
  const whole = 'ä'.repeat(BODY_MAX_BYTES / 2)

  test('is sent, edited and told whole, in pages that stay within their size [M6]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    await asBob.hear('room:added', ({ room }) => room.id === roomId)
    for (let i = 0; i < 4; i++) {
      const { id } = await send(asAnn, roomId, whole)
      await asBob.hear('room:changes', (frame) => frame.messages.some((row) => row.id === id && row.body === whole))
    }
    const { id } = await send(asAnn, roomId, 'short')
    const { message } = await asAnn.get('message:edit', { roomId, id, body: whole })
    expect(message.body).toBe(whole)
    let before: number | undefined
    const seqs: number[] = []
    do {
      const page = await asBob.get('room:history', { roomId, ...(before === undefined ? {} : { before }) })
      expect(sizeOf(page.messages)).toBeLessThanOrEqual(FRAME_MAX_BYTES)
      expect(page.messages.length).toBeGreaterThan(0)
      seqs.unshift(...page.messages.map((row) => row.seq))
      before = page.hasBefore ? seqs[0] : undefined
    } while (before !== undefined)
    expect(seqs).toEqual([1, 2, 3, 4, 5])
  })

  test('one byte more is too_large, sent or edited, and changes nothing', async () => {
    const roomId = await createRoom(server, ann)
    const { id, rev } = await send(asAnn, roomId, 'as it was')
    const more = `${whole}x`
    expect(await asAnn.ask('message:send', { id: uuidv7(), roomId, body: more })).toMatchObject({ error: { code: 'too_large' } })
    expect(await asAnn.ask('message:edit', { roomId, id, body: more })).toMatchObject({ error: { code: 'too_large' } })
    const { messages } = await asAnn.get('room:history', { roomId })
    expect(messages).toMatchObject([{ id, rev, body: 'as it was' }])
  })
})

test('of 200 people who are named the first 50 are mentioned, and its words are kept whole', async () => {
  const people: Person[] = []
  for (let i = 0; i < 200; i++) people.push(await createPerson(server))
  const roomId = await createRoom(server, ann, { members: [bob, ...people] })
  const body = `${people.map((one) => `@${one.username}`).join(' ')} @all`
  const message = await send(asAnn, roomId, body)
  expect(message.body).toBe(body)
  expect([...message.mentions.userIds].sort()).toEqual(
    people
      .slice(0, MENTIONS_MAX)
      .map((one) => one.id)
      .sort(),
  )
  expect(message.mentions.room).toBeUndefined()
  const late = await connectRaw(server.url, people[MENTIONS_MAX]!)
  expect((await late.get('room:get', { roomId })).room).toMatchObject({ unread: 1, mentionCount: 0 })
  late.close()
})

test('5,000 reactions are counted, listed in pages without a gap, taken back, and gone with their message [U3, M4]', async () => {
  const roomId = await createRoom(server, ann, { members: [bob] })
  const { id } = await send(asAnn, roomId, 'everybody likes this')
  await server.database.pool.query(
    `WITH made AS (
       INSERT INTO users (id, username, skeleton, display_name)
       SELECT gen_random_uuid(), 'likes' || i, 'likes' || i, 'Person ' || i FROM generate_series(1, 5000) i RETURNING id)
     INSERT INTO reaction (room_id, message_id, emoji, user_id) SELECT $1, $2, '👍', id FROM made`,
    [roomId, id],
  )
  const { message } = await asBob.get('message:react', { roomId, id, emoji: '👍', on: true })
  expect(message.reactions).toMatchObject([{ emoji: '👍', count: 5_001, mine: true }])
  expect(sizeOf(message)).toBeLessThan(4_096)
  const frame = await asAnn.hear('room:changes', (one) => one.messages.some((row) => row.id === id && row.reacted))
  expect(sizeOf(frame)).toBeLessThan(4_096)

  const listed = new Set<string>()
  let pages = 0
  let cursor: string | undefined
  do {
    const page = await asAnn.get('message:reactions', { roomId, id, emoji: '👍', ...(cursor === undefined ? {} : { cursor }) })
    for (const userId of page.userIds) listed.add(userId)
    cursor = page.next
    pages += 1
  } while (cursor !== undefined)
  expect(listed.size).toBe(5_001)
  expect(pages).toBe(Math.ceil(5_001 / PAGE_MAX))

  const back = await asBob.get('message:react', { roomId, id, emoji: '👍', on: false })
  expect(back.message.reactions).toMatchObject([{ count: 5_000 }])
  const gone = await asAnn.get('message:delete', { roomId, id })
  expect(gone.message).toMatchObject({ body: '', reactions: [] })
  const { rowCount } = await server.database.pool.query('SELECT 1 FROM reaction WHERE room_id = $1', [roomId])
  expect(rowCount).toBe(0)
})

test('500 rooms come with the first hello, and none of them with the next', async () => {
  const carl = await createPerson(server)
  const ids = new Set<string>()
  for (let i = 0; i < 500; i++) ids.add(await createRoom(server, ann, { kind: 'PRIVATE', name: `room ${i}`, members: [carl] }))
  const first = await connectRaw(server.url, carl, { hello: false })
  const hello = await first.get('session:hello', { revs: {} })
  expect(hello.rooms.filter((room) => ids.has(room.id))).toHaveLength(500)
  const revs = Object.fromEntries(hello.rooms.map((room) => [room.id, room.rev]))
  const again = await connectRaw(server.url, carl, { hello: false })
  const { epoch, meRev } = hello
  expect(await again.get('session:hello', { epoch, meRev, revs })).toMatchObject({ rooms: [], gone: [], changes: [], resets: [] })
  const [last] = [...ids].slice(-1)
  await send(asAnn, last!, 'in the last of them')
  await again.hear('room:changes', (frame) => frame.roomId === last)
  for (const client of [first, again]) client.close()
})

describe('names', () => {
  test('of 64 emoji are taken whole for a room, and one of 81 is refused in a sentence', async () => {
    const name = '🦄'.repeat(64)
    const { room } = await asAnn.get('room:create', { kind: 'PRIVATE', name })
    expect(room.name).toBe(name)
    expect(await asAnn.ask('room:create', { kind: 'PRIVATE', name: '🦄'.repeat(81) })).toMatchObject({
      error: { code: 'invalid', fields: { name: expect.stringContaining('at most 80') } },
    })
  })

  test('written from right to left are kept as they are, found, and turn nothing beside them', async () => {
    const name = 'غرفة العمل 3'
    const { room } = await asAnn.get('room:create', { kind: 'PUBLIC', name })
    expect(room.name).toBe(name)
    expect((await asBob.get('room:list', { query: 'العمل' })).rooms.map((one) => one.id)).toEqual([room.id])
    const shahrzad = await createPerson(server, { displayName: 'شهرزاد' })
    expect((await asAnn.get('user:search', { query: 'شهر' })).users).toMatchObject([{ id: shahrzad.id, displayName: 'شهرزاد' }])
    expect(await asAnn.ask('room:create', { kind: 'PRIVATE', name: 'turned \u202egnp' })).toMatchObject({
      error: { code: 'invalid', fields: { name: expect.stringContaining('invisible') } },
    })
  })
})

describe('what is gone meanwhile', () => {
  test('an answer to a message that was deleted is stored and names it; there is nothing to read in that [M4]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const { id } = await send(asAnn, roomId, 'the words that go')
    await asAnn.get('message:delete', { roomId, id })
    const answer = await send(asBob, roomId, 'what did it say?', { replyToId: id })
    expect(answer).toMatchObject({ replyToId: id })
    const { messages } = await asBob.get('message:get', { roomId, ids: [id] })
    expect(messages).toMatchObject([{ id, body: '', deletedAt: expect.any(String) }])
  })

  test('an edit, a reaction and a pin of a deleted message are a conflict, and change nothing of it', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const { id } = await send(asAnn, roomId, 'the words that go')
    const { message } = await asAnn.get('message:delete', { roomId, id })
    const conflict = { ok: false, error: { code: 'conflict' } }
    expect(await asAnn.ask('message:edit', { roomId, id, body: 'new words' })).toMatchObject(conflict)
    expect(await asBob.ask('message:react', { roomId, id, emoji: '👍', on: true })).toMatchObject(conflict)
    expect(await asBob.ask('message:pin', { roomId, id, on: true })).toMatchObject(conflict)
    expect((await asBob.get('room:history', { roomId })).messages).toEqual([message])
  })

  test('who is removed while they type is refused their message, and is no longer shown as typing [K5, V1]', async () => {
    const roomId = await createRoom(server, ann, { kind: 'PRIVATE', members: [bob] })
    await asBob.hear('room:added', ({ room }) => room.id === roomId)
    await asBob.get('typing:set', { roomId, typing: true })
    await asAnn.hear('typing', (told) => told.roomId === roomId && told.userIds.includes(bob.id))
    await asAnn.get('room:kick', { roomId, userId: bob.id })
    await asBob.hear('room:removed', (told) => told.roomId === roomId)
    expect(await asBob.ask('message:send', { id: uuidv7(), roomId, body: 'the end of it' })).toMatchObject({
      error: { code: 'not_found' },
    })
    await asBob.get('typing:set', { roomId, typing: true })
    await asAnn.hear('typing', (told) => told.roomId === roomId && told.userIds.length === 0)
  })
})
