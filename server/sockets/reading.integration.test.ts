import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PINS_MAX } from '#protocol/limits.ts'
import type { Message } from '#protocol/models.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let eve: Person
let asAnn: RawClient
/** On the other node. */
let asBob: RawClient
/** In none of the rooms. */
let asEve: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, { ...LIFTED_LIMITS, RECONCILE_MS: '60000' })
  ;[, ann, bob, eve] = (await createPeople(cluster, 4)) as [Person, Person, Person, Person]
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
  asEve = await connectRaw(cluster.nodes[0]!.url, eve)
})
afterAll(async () => {
  for (const client of [asAnn, asBob, asEve]) client?.close()
  await cluster?.close()
})

async function makeRoom(): Promise<string> {
  const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [bob] })
  await Promise.all([asAnn, asBob].map((client) => client.hear('room:added', (told) => told.room.id === roomId)))
  return roomId
}
async function send(client: RawClient, roomId: string, body = 'words'): Promise<Message> {
  const data = await client.get('message:send', { id: uuidv7(), roomId, body })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}
const pin = (client: RawClient, { roomId, id }: Message, on = true) => client.get('message:pin', { roomId, id, on })
const summary = async (client: RawClient, roomId: string) => (await client.get('room:get', { roomId })).room

describe('pins', () => {
  test('say who pinned and when, are listed the latest message first, and counted for everybody by the frame [U1]', async () => {
    const roomId = await makeRoom()
    const [one, two] = [await send(asAnn, roomId, 'one'), await send(asAnn, roomId, 'two')]
    await pin(asBob, two)
    await pin(asBob, one)
    const told = await asAnn.hear('room:changes', (frame) => frame.roomId === roomId && frame.room?.pins === 2)
    expect(told.messages[0]).toMatchObject({ id: one.id, pinned: true, pin: { by: bob.id } })
    const { messages, users } = await asAnn.get('room:pins', { roomId })
    expect(messages.map((message) => message.id)).toEqual([two.id, one.id])
    expect(messages[0]?.pin?.by).toBe(bob.id)
    expect(Date.parse(messages[0]!.pin!.at)).toBeGreaterThanOrEqual(Date.parse(two.createdAt))
    expect(users.map((user) => user.id)).toContain(bob.id)
    expect(await summary(asAnn, roomId)).toMatchObject({ pins: 2 })
  })

  test('unpinning and deleting are told with the count, and who was away finds it when catching up [U1]', async () => {
    const roomId = await makeRoom()
    const [one, two] = [await send(asAnn, roomId), await send(asAnn, roomId)]
    await pin(asAnn, one)
    await pin(asAnn, two)
    const { rev } = await summary(asBob, roomId)
    await pin(asBob, one, false)
    const unpinned = await asBob.hear('room:changes', (frame) => frame.roomId === roomId && frame.rev === rev + 1)
    expect(unpinned).toMatchObject({ room: { pins: 1 }, messages: [{ pinned: false, pin: null }] })
    await asAnn.get('message:delete', { roomId, id: two.id })
    const deleted = await asBob.hear('room:changes', (frame) => frame.roomId === roomId && frame.rev === rev + 2)
    expect(deleted.room).toEqual({ pins: 0 })
    const synced = await asBob.get('room:sync', { roomId, afterRev: rev })
    expect('changes' in synced && synced.changes.room?.pins).toBe(0)
    expect(await summary(asBob, roomId)).not.toHaveProperty('pins')
  })

  test(`a room holds at most ${PINS_MAX}, also when many pin at once; pinning again is no more [U2]`, async () => {
    const roomId = await makeRoom()
    const messages: Message[] = []
    for (let i = 0; i < PINS_MAX + 10; i++) messages.push(await send(i % 2 ? asAnn : asBob, roomId))
    const answers = await Promise.all(
      messages.map(({ id }, i) => (i % 2 ? asAnn : asBob).ask('message:pin', { roomId, id, on: true })),
    )
    const refused = answers.filter((answer) => !answer.ok)
    expect(refused).toHaveLength(10)
    expect(refused.every((answer) => !answer.ok && answer.error.code === 'conflict')).toBe(true)
    expect(await summary(asAnn, roomId)).toMatchObject({ pins: PINS_MAX })
    const first = await asAnn.get('room:pins', { roomId })
    expect(first.messages).toHaveLength(50)
    const second = await asAnn.get('room:pins', { roomId, cursor: first.next! })
    expect(new Set([...first.messages, ...second.messages].map((message) => message.id)).size).toBe(PINS_MAX)
    expect(second.next).toBeUndefined()
    const pinned = answers.findIndex((answer) => answer.ok)
    expect(await asAnn.ask('message:pin', { roomId, id: messages[pinned]!.id, on: true })).toMatchObject({ ok: true })
  })
})

describe('threads', () => {
  test('a thread’s summary says what it is about, and follows edits and deletions of its message [U5]', async () => {
    const roomId = await makeRoom()
    const parent = await send(asAnn, roomId, `Where shall we eat? ${'x'.repeat(300)}`)
    const { room } = await asAnn.get('thread:open', { roomId, messageId: parent.id })
    expect(room.parent).toEqual({ roomId, messageId: parent.id, authorId: ann.id, text: parent.body.slice(0, 120) })
    await asAnn.get('message:edit', { roomId, id: parent.id, body: 'When shall we eat?' })
    expect((await summary(asBob, room.id)).parent?.text).toBe('When shall we eat?')
    await asAnn.get('message:delete', { roomId, id: parent.id })
    expect((await summary(asBob, room.id)).parent).toEqual({ roomId, messageId: parent.id, authorId: ann.id })
  })

  test('are listed for a room, the one answered last first, without those that have no reply [U6]', async () => {
    const roomId = await makeRoom()
    const [one, two, three] = [await send(asAnn, roomId, '1'), await send(asAnn, roomId, '2'), await send(asAnn, roomId, '3')]
    for (const parent of [two, one]) {
      const { room } = await asAnn.get('thread:open', { roomId, messageId: parent.id })
      await send(asAnn, room.id, 'a reply')
    }
    await asAnn.get('thread:open', { roomId, messageId: three.id })
    const { messages } = await asBob.get('thread:list', { roomId })
    expect(messages.map((message) => [message.id, message.thread?.count])).toEqual([
      [one.id, 1],
      [two.id, 1],
    ])
    expect(await asBob.ask('thread:list', { roomId, cursor: 'x' })).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })
})

describe('messages by id', () => {
  test('are answered by seq, and ids of other rooms are left out like those of none [V1]', async () => {
    const [roomId, elsewhere] = [await makeRoom(), await makeRoom()]
    const [one, two, other] = [await send(asAnn, roomId), await send(asAnn, roomId), await send(asAnn, elsewhere)]
    const { messages } = await asBob.get('message:get', { roomId, ids: [two.id, other.id, uuidv7(), one.id] })
    expect(messages.map((message) => message.id)).toEqual([one.id, two.id])
    expect(await asEve.ask('message:get', { roomId, ids: [one.id] })).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })

  test('past 256 KB the rest is named, to be asked for again [M6]', async () => {
    const roomId = await makeRoom()
    const ids: string[] = []
    for (let i = 0; i < 4; i++) ids.push((await send(asAnn, roomId, 'y'.repeat(90_000))).id)
    const { messages, left } = await asBob.get('message:get', { roomId, ids })
    expect(messages.map((message) => message.id)).toEqual(ids.slice(0, 2))
    expect(left).toEqual(ids.slice(2))
  })
})

describe('why a room is unread', () => {
  test('names the first message that counts and what mentions one, and passes over own, deleted and read ones [U7]', async () => {
    const roomId = await makeRoom()
    await send(asBob, roomId, 'mine')
    const gone = await send(asAnn, roomId, 'gone')
    await asAnn.get('message:delete', { roomId, id: gone.id })
    const first = await send(asAnn, roomId, 'first')
    const named = await send(asAnn, roomId, `@${bob.username} and @all`)
    const all = await send(asAnn, roomId, '@all')
    const why = await asBob.get('room:unread', { roomId })
    expect(why).toMatchObject({ readSeq: 0, lastSeq: 5, unread: 3, mentionCount: 2 })
    expect(why.first).toMatchObject({ id: first.id, seq: 3, authorId: ann.id })
    expect(why.mentions.map(({ id, of }) => [id, of])).toEqual([
      [named.id, 'me'],
      [all.id, 'all'],
    ])
    const { counts } = await asBob.get('room:counts', { roomIds: [roomId, uuidv7()] })
    expect(counts).toEqual([{ roomId, rev: why.rev, readSeq: 0, unread: 3, mentionCount: 2 }])
    expect((await asEve.get('room:counts', { roomIds: [roomId] })).counts).toEqual([])
    await asBob.get('room:read', { roomId, seq: 5 })
    expect(await asBob.get('room:unread', { roomId })).toMatchObject({ unread: 0, mentionCount: 0, mentions: [] })
  })
})

test('people who reacted are paged without anybody twice or left out, also when the first take theirs back [U3]', async () => {
  const roomId = await makeRoom()
  const { id } = await send(asAnn, roomId)
  await cluster.database.pool.query(
    `INSERT INTO reaction (room_id, message_id, emoji, user_id, created_at)
     SELECT $1, $2, '👍', gen_random_uuid(), now() + make_interval(secs => i / 7) FROM generate_series(1, 5000) i`,
    [roomId, id],
  )
  const seen: string[] = []
  let cursor: string | undefined
  let pages = 0
  do {
    const page = await asBob.get('message:reactions', { roomId, id, emoji: '👍', ...(cursor ? { cursor } : {}) })
    seen.push(...page.userIds)
    if (pages++ === 0)
      await cluster.database.pool.query('DELETE FROM reaction WHERE room_id = $1 AND user_id = ANY ($2)', [
        roomId,
        page.userIds.slice(0, 30),
      ])
    cursor = page.next
  } while (cursor)
  expect(pages).toBe(50)
  expect(new Set(seen).size).toBe(5000)
  expect(await asBob.ask('message:reactions', { roomId, id, emoji: '👍', cursor: '100' })).toMatchObject({
    error: { code: 'invalid' },
  })
})
