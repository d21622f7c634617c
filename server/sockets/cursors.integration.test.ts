import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let asAnn: RawClient
let asBob: RawClient
/** Bob’s other device, on the other node. */
let bobsPhone: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, {
    RECONCILE_MS: '60000',
    ...LIFTED_LIMITS,
  })
  ;[ann, bob] = (await createPeople(cluster, 2)) as [Person, Person]
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[0]!.url, bob)
  bobsPhone = await connectRaw(cluster.nodes[1]!.url, bob)
})
afterAll(async () => {
  for (const client of [asAnn, asBob, bobsPhone]) client?.close()
  await cluster?.close()
})

async function send(client: RawClient, roomId: string, body = 'words'): Promise<Message> {
  const data = await client.get('message:send', { id: uuidv7(), roomId, body })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}

async function makeRoom(): Promise<string> {
  const roomId = await createRoom(cluster, ann, { members: [bob] })
  for (const client of [asAnn, asBob, bobsPhone]) await client.hear('room:added', (told) => told.room.id === roomId)
  return roomId
}

const summary = async (client: RawClient, roomId: string): Promise<RoomSummary> => (await client.get('room:get', { roomId })).room

describe('unread', () => {
  test('is exact to 99, and 100 stands for more [M5]', async () => {
    const roomId = await makeRoom()
    for (let i = 0; i < 98; i++) await send(asAnn, roomId, '@bob')
    for (const n of [99, 100, 100]) {
      await send(asAnn, roomId, `@${bob.username}`)
      expect(await summary(asBob, roomId)).toMatchObject({ unread: n })
    }
    expect(await summary(asBob, roomId)).toMatchObject({ lastSeq: 101, mentionCount: 3 })
    expect(await summary(asAnn, roomId)).toMatchObject({ unread: 0, mentionCount: 0 })
  })

  test('does not count what is one’s own, deleted or hidden; an edit adds no mention [M5]', async () => {
    const roomId = await makeRoom()
    const [kept, deleted, hidden, edited] = [
      await send(asAnn, roomId, '@all kept'),
      await send(asAnn, roomId, '@all deleted'),
      await send(asAnn, roomId, '@all hidden'),
      await send(asAnn, roomId, 'edited'),
    ]
    await send(asBob, roomId, '@all of mine')
    expect(await summary(asBob, roomId)).toMatchObject({ unread: 4, mentionCount: 3 })
    await asAnn.get('message:delete', { roomId, id: deleted.id })
    await asAnn.get('message:edit', { roomId, id: edited.id, body: '@all now' })
    await cluster.database.pool.query('UPDATE message SET hidden_at = now() WHERE room_id = $1 AND id = $2', [roomId, hidden.id])
    expect(await summary(asBob, roomId)).toMatchObject({ unread: 2, mentionCount: 1, readSeq: 0 })
    await asAnn.get('message:delete', { roomId, id: kept.id })
    expect(await summary(asBob, roomId)).toMatchObject({ unread: 1, mentionCount: 0 })
  })

  test('starts at nothing for whoever joins', async () => {
    const roomId = await createRoom(cluster, ann)
    await send(asAnn, roomId, '@all before')
    expect((await asBob.get('room:join', { roomId })).room).toMatchObject({ unread: 0, mentionCount: 0, readSeq: 1, lastSeq: 1 })
  })
})

describe('reading', () => {
  test('a part tells every other device, on every node, what is left unread and mentioned', async () => {
    const roomId = await makeRoom()
    for (const body of ['one', '@all two', 'three', '@all four', 'five']) await send(asAnn, roomId, body)
    expect(await asBob.get('room:read', { roomId, seq: 3 })).toEqual({ readSeq: 3 })
    const cursor = await bobsPhone.hear('room:cursors', (told) => told.roomId === roomId && told.meRev !== undefined)
    expect(cursor.cursors).toMatchObject([{ userId: bob.id, readSeq: 3 }])
    const told = await bobsPhone.hear('room:updated', ({ room }) => room.id === roomId && room.readSeq === 3)
    expect(told.room).toMatchObject({ unread: 2, mentionCount: 1, lastSeq: 5 })
    expect(told.meRev).toBe(cursor.meRev)
    expect(asAnn.heard.some((one) => one.event === 'room:updated' && one.payload.room.id === roomId)).toBe(false)
  })

  test('to the end needs no more than the cursor', async () => {
    const roomId = await makeRoom()
    await send(asAnn, roomId)
    await asBob.get('room:read', { roomId, seq: 1 })
    await bobsPhone.hear('room:cursors', (told) => told.roomId === roomId && told.meRev !== undefined)
    const fence = await makeRoom()
    expect(bobsPhone.heard.some((one) => one.event === 'room:updated' && one.payload.room.id === roomId)).toBe(false)
    expect(fence).not.toBe(roomId)
  })

  test('never goes back or past the end, but marking unread does, for oneself only', async () => {
    const roomId = await makeRoom()
    for (let i = 0; i < 4; i++) await send(asAnn, roomId)
    expect(await asBob.get('room:read', { roomId, seq: 1_000 })).toEqual({ readSeq: 4 })
    expect(await asBob.get('room:read', { roomId, seq: 2 })).toEqual({ readSeq: 4 })
    expect(await asBob.get('room:read', { roomId, seq: 2, back: true })).toEqual({ readSeq: 1 })
    const told = await bobsPhone.hear('room:updated', ({ room }) => room.id === roomId && room.readSeq === 1)
    expect(told.room).toMatchObject({ unread: 3 })
    expect((await asAnn.get('room:readers', { roomId, seq: 4 })).userIds).toContain(bob.id)
    expect(await asBob.ask('room:read', { roomId, seq: 0, back: true })).toMatchObject({ error: { code: 'invalid' } })
  })

  test('of many people in many rooms at once loses none', async () => {
    const rooms = await Promise.all(Array.from({ length: 12 }, makeRoom))
    for (const roomId of rooms) for (let i = 0; i < 3; i++) await send(asAnn, roomId)
    await Promise.all(
      rooms.flatMap((roomId) => [1, 3, 2].map((seq) => (seq % 2 ? asBob : bobsPhone).get('room:read', { roomId, seq }))),
    )
    for (const roomId of rooms) expect(await summary(asBob, roomId)).toMatchObject({ readSeq: 3, unread: 0 })
  })

  test('is told to others in rooms of at most 20, and in larger ones to nobody else', async () => {
    const crowd = await createPeople(cluster, 19)
    for (const [members, isTold] of [
      [crowd.slice(0, 18), true],
      [crowd, false],
    ] as const) {
      const roomId = await createRoom(cluster, ann, { members: [bob, ...members] })
      await asBob.hear('room:added', (told) => told.room.id === roomId)
      await send(asAnn, roomId)
      await asBob.get('room:read', { roomId, seq: 1 })
      await bobsPhone.hear('room:cursors', (told) => told.roomId === roomId)
      await asBob.get('room:delivered', { roomId, seq: 1 })
      await makeRoom()
      // Her own, which her message moved, is hers to hear.
      const told = asAnn.heard.flatMap((one) =>
        one.event === 'room:cursors' && one.payload.roomId === roomId ? one.payload.cursors : [],
      )
      expect(told.some((cursor) => cursor.userId === bob.id)).toBe(isTold)
    }
  })
})

describe('receipts', () => {
  test('are read anew by who opens a direct or small room, and told of nobody in larger ones [R23]', async () => {
    const roomId = await makeRoom()
    for (let i = 0; i < 3; i++) await send(asAnn, roomId)
    await asBob.get('room:delivered', { roomId, seq: 3 })
    await bobsPhone.get('room:read', { roomId, seq: 2 })
    const { cursors } = await asAnn.get('room:receipts', { roomId })
    expect(cursors.find((cursor) => cursor.userId === bob.id)).toEqual({ userId: bob.id, deliveredSeq: 3, readSeq: 2 })
    expect(cursors).toHaveLength(2)
    await asBob.get('room:read', { roomId, seq: 1, back: true })
    expect(await asAnn.get('room:receipts', { roomId })).toEqual({ cursors })
    const crowd = await createPeople(cluster, 19)
    const large = await createRoom(cluster, ann, { members: [bob, ...crowd] })
    await send(asAnn, large)
    await asBob.get('room:read', { roomId: large, seq: 1 })
    expect(await asAnn.get('room:receipts', { roomId: large })).toEqual({ cursors: [] })
    expect((await asAnn.get('room:readers', { roomId: large, seq: 1 })).userIds).toContain(bob.id)
  })
})

describe('a message of one’s own', () => {
  const readSeq = async (roomId: string) => (await summary(asBob, roomId)).readSeq

  test('is read at once when nothing before it was unread', async () => {
    const roomId = await makeRoom()
    const { seq } = await send(asBob, roomId)
    await bobsPhone.hear(
      'room:cursors',
      (told) => told.roomId === roomId && told.cursors.some((cursor) => cursor.readSeq === seq),
    )
    expect(await readSeq(roomId)).toBe(1)
  })

  test('reads nothing of others: what was unread before it stays unread', async () => {
    const roomId = await makeRoom()
    await send(asBob, roomId, 'one of mine')
    await send(asAnn, roomId, '@all one of hers')
    await send(asBob, roomId, 'another of mine')
    await bobsPhone.hear(
      'room:cursors',
      (told) => told.roomId === roomId && told.cursors.some((cursor) => cursor.userId === bob.id),
    )
    expect(await summary(asBob, roomId)).toMatchObject({ readSeq: 1, unread: 1, mentionCount: 1 })
  })
})

describe('a thread', () => {
  test('is followed by who replies, whom a reply mentions and the author of its message, and counts for them', async () => {
    const roomId = await makeRoom()
    const question = await send(asAnn, roomId, 'a question')
    const thread = (await asBob.get('thread:open', { roomId, messageId: question.id })).room
    expect(thread).toMatchObject({ kind: 'THREAD', parent: { roomId, messageId: question.id }, unread: 0 })
    const reply = await send(asBob, thread.id, 'an answer')
    await asAnn.hear('room:added', (told) => told.room.id === thread.id)
    expect(await summary(asAnn, thread.id)).toMatchObject({ unread: 1 })
    const second = await send(asBob, thread.id, 'another answer')
    const patches = () =>
      asAnn.heard.flatMap((one) =>
        one.event === 'room:changes' && one.payload.roomId === roomId
          ? one.payload.messages.flatMap((row) => row.thread ?? [])
          : [],
      )
    await asAnn.hear('room:changes', (frame) => frame.roomId === roomId && frame.messages.some((row) => row.thread?.count === 2))
    await asBob.get('message:delete', { roomId: thread.id, id: second.id })
    await expect.poll(() => patches().length).toBe(3)
    const stored = (await asAnn.get('room:history', { roomId })).messages[0]?.thread
    expect(patches().at(-1)).toEqual(stored)
    expect(stored).toMatchObject({ roomId: thread.id, count: 1 })
    expect(reply.seq).toBe(1)
    await asAnn.get('room:leave', { roomId: thread.id })
    await asAnn.hear('room:removed', (told) => told.roomId === thread.id)
    expect(await asBob.ask('thread:open', { roomId: thread.id, messageId: reply.id })).toMatchObject({
      error: { code: 'invalid' },
    })
  })
})
