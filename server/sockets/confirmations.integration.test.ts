import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REMIND_EVERY_MS } from '#protocol/limits.ts'
import type { Message, MessagePatch, RoomSummary } from '#protocol/models.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let cat: Person
let asAnn: RawClient
let asBob: RawClient
let asCat: RawClient
/** Bob’s other device, on the other node. */
let bobsPhone: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, {
    RECONCILE_MS: '60000',
    LIMIT_MESSAGES_PER_SECOND: '100000',
    LIMIT_MESSAGES_BURST: '100000',
    LIMIT_REQUESTS_PER_SECOND: '100000',
  })
  // The first account of a database owns it.
  ;[, ann, bob, cat] = (await createPeople(cluster, 4)) as [Person, Person, Person, Person]
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[0]!.url, bob)
  asCat = await connectRaw(cluster.nodes[1]!.url, cat)
  bobsPhone = await connectRaw(cluster.nodes[1]!.url, bob)
})
afterAll(async () => {
  for (const client of [asAnn, asBob, asCat, bobsPhone]) client?.close()
  await cluster?.close()
})

async function makeRoom(members: Person[] = [bob, cat], kind: 'PRIVATE' | 'DIRECT' = 'PRIVATE'): Promise<string> {
  const roomId = await createRoom(cluster, ann, { kind, members })
  for (const [client, person] of [
    [asAnn, ann],
    [asBob, bob],
    [bobsPhone, bob],
    [asCat, cat],
  ] as const)
    if (person === ann || members.includes(person)) await client.hear('room:added', (told) => told.room.id === roomId)
  return roomId
}

async function send(client: RawClient, roomId: string, more: { id?: string; confirm?: boolean } = {}): Promise<Message> {
  const data = await client.get('message:send', { id: uuidv7(), roomId, body: 'words', ...more })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}
const ask = (client: RawClient, roomId: string) => send(client, roomId, { confirm: true })
const summary = async (client: RawClient, roomId: string): Promise<RoomSummary> => (await client.get('room:get', { roomId })).room
const refused = (code: string) => ({ ok: false, error: { code } })
const patchOf = async (client: RawClient, id: string, fits: (row: MessagePatch) => boolean) => {
  const frame = await client.hear('room:changes', ({ messages }) => messages.some((row) => row.id === id && fits(row)))
  return frame.messages.find((row) => row.id === id && fits(row))!
}

const isCounted = (row: MessagePatch) => row.confirmedCount !== undefined
const framesOf = (client: RawClient, roomId: string) =>
  client.heard.flatMap((one) => (one.event === 'room:changes' && one.payload.roomId === roomId ? [one.payload] : []))
/** Whom a client was told to have confirmed something, but for its own person. */
const namesTold = (client: RawClient, roomId: string) => {
  const me = client === asAnn ? ann : client === asCat ? cat : bob
  return framesOf(client, roomId)
    .flatMap(({ messages }) => messages.flatMap((row) => row.confirmed ?? []))
    .filter((userId) => userId !== me.id)
}
/** How far a client was told that a room is. */
const revTold = (client: RawClient, roomId: string) =>
  Math.max(
    ...framesOf(client, roomId).map(({ rev }) => rev),
    ...client.heard.flatMap((one) => (one.event === 'room:heads' ? (one.payload.heads[roomId] ?? 0) : 0)),
  )

describe('asking for confirmation', () => {
  test('is in the commit that sends: the ack, the frame and the stored row say how many were asked, and plain ones nothing', async () => {
    const roomId = await makeRoom()
    const plain = await send(asAnn, roomId)
    expect(plain).not.toHaveProperty('confirm')
    const message = await ask(asAnn, roomId)
    expect(message).toMatchObject({ seq: 2, confirm: { count: 0, asked: 2 } })
    expect((await patchOf(asCat, message.id, (row) => row.body !== undefined)).confirm).toEqual({ count: 0, asked: 2 })
    const { messages } = await asBob.get('room:history', { roomId })
    expect(messages.map((row) => row.confirm)).toEqual([undefined, { count: 0, asked: 2 }])
  })

  test('a repeated id never changes whether it asks [M2] [Q1]', async () => {
    const roomId = await makeRoom()
    const [plain, asking] = [await send(asAnn, roomId), await ask(asAnn, roomId)]
    expect(await send(asAnn, roomId, { id: plain.id, confirm: true })).toEqual(plain)
    expect(await send(asAnn, roomId, { id: asking.id })).toEqual(asking)
    const twice = { roomId, id: uuidv7(), body: 'words' }
    const both = await Promise.all([
      asAnn.get('message:send', { ...twice, confirm: true }),
      asAnn.get('message:send', { ...twice }),
    ])
    expect(both[0]).toEqual(both[1])
    expect(await asBob.ask('message:send', { ...twice, confirm: true })).toMatchObject(refused('conflict'))
  })

  test('is the right of a room’s owner and moderators, of the installation’s owners and admins in it, and of all in a direct room [Q1]', async () => {
    const { pool } = cluster.database
    const roomId = await makeRoom()
    const wanted = { roomId, id: uuidv7(), body: 'words', confirm: true }
    expect(await asBob.ask('message:send', wanted)).toMatchObject(refused('forbidden'))
    expect(await summary(asBob, roomId)).toMatchObject({ lastSeq: 0 })
    await pool.query(`UPDATE membership SET role = 'moderator' WHERE room_id = $1 AND user_id = $2`, [roomId, bob.id])
    expect(await ask(asBob, roomId)).toHaveProperty('confirm')
    await pool.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [cat.id])
    expect(await ask(asCat, roomId)).toHaveProperty('confirm')
    await pool.query(`UPDATE users SET role = 'member' WHERE id = $1`, [cat.id])
    expect(await asCat.ask('message:send', { ...wanted, id: uuidv7() })).toMatchObject(refused('forbidden'))
    const direct = await makeRoom([bob], 'DIRECT')
    expect(await ask(asBob, direct)).toMatchObject({ confirm: { count: 0, asked: 1 } })
    const thread = (await asAnn.get('thread:open', { roomId, messageId: (await send(asAnn, roomId)).id })).room
    expect(await asAnn.ask('message:send', { ...wanted, roomId: thread.id, id: uuidv7() })).toMatchObject(refused('forbidden'))
  })

  test('keeps its place among messages sent at once [M1]', async () => {
    const roomId = await makeRoom()
    const sent = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 5 === 2 ? ask(asAnn, roomId) : send(i % 2 ? asAnn : asBob, roomId))),
    )
    expect(sent.map((message) => message.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    const { messages } = await asCat.get('room:history', { roomId, limit: 100 })
    expect(messages.filter((row) => row.confirm)).toHaveLength(8)
    expect((await asCat.get('room:sync', { roomId, afterRev: 0 })) as object).toMatchObject({
      changes: { rev: messages.at(-1)!.rev },
    })
  })
})

describe('confirming', () => {
  test('is told to everybody at once, with their name to nobody but themselves, counts once for ever, and takes the room’s next rev [Q2] [Q3]', async () => {
    const roomId = await makeRoom()
    const { id, rev } = await ask(asAnn, roomId)
    const { message } = await asBob.get('message:confirm', { roomId, id })
    expect(message).toMatchObject({ rev: rev + 1, confirm: { count: 1, asked: 2, mine: true } })
    const patch = { id, seq: message.seq, rev: rev + 1, authorId: ann.id, confirmedCount: 1 }
    expect(await patchOf(asAnn, id, isCounted)).toEqual(patch)
    expect(await patchOf(asBob, id, isCounted)).toEqual({ ...patch, confirmed: [bob.id] })
    // The other node reads it: whole rows to everybody, and whoever confirmed asks for their own.
    const row = await patchOf(asCat, id, (told) => told.confirm?.count === 1)
    expect(row.confirm).toEqual({ count: 1, asked: 2 })
    const { heads } = await bobsPhone.hear('room:heads', (told) => told.heads[roomId] === rev + 1)
    expect(await bobsPhone.get('room:sync', { roomId, afterRev: rev })).toMatchObject({
      changes: { rev: heads[roomId], messages: [{ id, confirm: { count: 1, mine: true } }] },
    })
    expect((await bobsPhone.get('message:confirm', { roomId, id })).message).toEqual(message)
    await asCat.get('message:confirm', { roomId, id })
    await patchOf(asAnn, id, (told) => told.confirm?.count === 2)
    expect((await asAnn.get('room:history', { roomId })).messages[0]?.confirm).toEqual({ count: 2, asked: 2 })
    for (const client of [asAnn, asCat, asBob, bobsPhone]) expect(namesTold(client, roomId)).toEqual([])
  })

  test('is told again when its message is sent again, and whose it was only to them [K3] [Q3]', async () => {
    const roomId = await makeRoom()
    const { id } = await ask(asAnn, roomId)
    await asBob.get('message:confirm', { roomId, id })
    expect(await send(asAnn, roomId, { id })).toMatchObject({ confirm: { count: 1, asked: 2 } })
    const isRow = (row: MessagePatch) => row.body !== undefined && row.confirm?.count === 1
    expect((await patchOf(asBob, id, isRow)).confirm).toEqual({ count: 1, asked: 2, mine: true })
    expect((await patchOf(asAnn, id, isRow)).confirm).toEqual({ count: 1, asked: 2 })
    expect(namesTold(asCat, roomId)).toEqual([])
  })

  test('that was lost on the way to another node is made good there, and tells nobody a name [K3] [Q3]', async () => {
    const roomId = await makeRoom()
    const { id } = await ask(asAnn, roomId)
    for (const client of [asBob, asCat]) await client.get('message:confirm', { roomId, id })
    await Promise.all(cluster.nodes.map((node) => node.reconcile()))
    const { rev } = await summary(asAnn, roomId)
    for (const client of [asAnn, asBob, asCat, bobsPhone]) {
      await expect.poll(() => revTold(client, roomId)).toBe(rev)
      expect(namesTold(client, roomId)).toEqual([])
    }
  })

  test('is forbidden to its author, to who joined later or came back, and where nothing is asked [Q1]', async () => {
    const roomId = await makeRoom([bob])
    const [plain, asking] = [await send(asAnn, roomId), await ask(asAnn, roomId)]
    await asAnn.get('room:invite', { roomId, userId: cat.id })
    await asBob.get('room:leave', { roomId })
    await asAnn.get('room:invite', { roomId, userId: bob.id })
    for (const client of [asAnn, asCat, asBob])
      expect(await client.ask('message:confirm', { roomId, id: asking.id })).toMatchObject(refused('forbidden'))
    expect(await asCat.ask('message:confirm', { roomId, id: plain.id })).toMatchObject(refused('forbidden'))
    expect(await summary(asCat, roomId)).not.toHaveProperty('toConfirm')
    const later = await ask(asAnn, roomId)
    expect(await summary(asCat, roomId)).toMatchObject({ toConfirm: 1, joinedSeq: 2 })
    expect((await asCat.get('message:confirm', { roomId, id: later.id })).message.confirm).toMatchObject({ count: 1, asked: 2 })
  })

  test('a deleted message needs none, and keeps nobody’s [M4]', async () => {
    const roomId = await makeRoom()
    const { id } = await ask(asAnn, roomId)
    await asBob.get('message:confirm', { roomId, id })
    expect(await summary(asCat, roomId)).toMatchObject({ toConfirm: 1 })
    await asAnn.get('message:delete', { roomId, id })
    expect(await patchOf(asCat, id, (row) => row.deletedAt !== undefined)).toMatchObject({ confirm: null })
    expect(await asCat.ask('message:confirm', { roomId, id })).toMatchObject(refused('conflict'))
    expect(await asAnn.ask('message:confirmations', { roomId, id })).toMatchObject(refused('conflict'))
    expect(await summary(asCat, roomId)).not.toHaveProperty('toConfirm')
    const { rows } = await cluster.database.pool.query('SELECT 1 FROM confirmation WHERE message_id = $1', [id])
    expect(rows).toEqual([])
  })

  test('is open to who is muted, and to nobody who is banned [K5]', async () => {
    const roomId = await makeRoom()
    const { id } = await ask(asAnn, roomId)
    await sanction(cluster.database.pool, { userId: bob.id, roomId, kind: 'mute' })
    expect(await asBob.ask('message:react', { roomId, id, emoji: '👍', on: true })).toMatchObject(refused('muted'))
    expect(await asBob.ask('message:confirm', { roomId, id })).toMatchObject({ ok: true })
    await sanction(cluster.database.pool, { userId: cat.id, roomId, kind: 'ban' })
    expect(await asCat.ask('message:confirm', { roomId, id })).toMatchObject(refused('banned'))
  })

  test('of many at once counts each of them once', async () => {
    const crowd = await createPeople(cluster, 30)
    const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: crowd })
    const { id } = await ask(asAnn, roomId)
    const clients = await Promise.all(crowd.map((person, i) => connectRaw(cluster.nodes[i % 2]!.url, person)))
    await Promise.all(clients.flatMap((client) => [1, 2].map(() => client.get('message:confirm', { roomId, id }))))
    expect((await asAnn.get('room:history', { roomId })).messages[0]).toMatchObject({
      confirm: { count: 30, asked: 30 },
      rev: expect.any(Number),
    })
    expect((await summary(asAnn, roomId)).rev).toBe((await asAnn.get('room:history', { roomId })).messages[0]!.rev)
    for (const client of clients) client.close()
  })
})

describe('what waits for me', () => {
  test('is counted in its room and listed over all rooms, newest first, until it is confirmed, archived or gone [Q2]', async () => {
    const dora = await createPerson(cluster)
    const asDora = await connectRaw(cluster.nodes[1]!.url, dora)
    const rooms = [await makeRoom([bob, dora]), await makeRoom([bob, dora]), await makeRoom([bob, dora])]
    const asked: Message[] = []
    for (const roomId of [...rooms, rooms[0]!]) asked.push(await ask(asAnn, roomId))
    await send(asAnn, rooms[0]!)
    const waiting = async () => (await asDora.get('message:unconfirmed', {})).messages.map((message) => message.id)
    expect(await waiting()).toEqual(asked.map((message) => message.id).reverse())
    expect((await asDora.get('message:unconfirmed', {})).users.map((user) => user.id)).toEqual([ann.id])
    expect(await summary(asDora, rooms[0]!)).toMatchObject({ toConfirm: 2 })
    const hello = await asDora.get('session:hello', { revs: {} })
    expect(hello.rooms.find((room) => room.id === rooms[0])).toMatchObject({ toConfirm: 2 })
    await asDora.get('message:confirm', { roomId: rooms[0]!, id: asked[0]!.id })
    expect(await summary(asDora, rooms[0]!)).toMatchObject({ toConfirm: 1 })
    await asAnn.get('room:update', { roomId: rooms[1]!, archived: true })
    await asDora.get('room:leave', { roomId: rooms[2]! })
    expect(await waiting()).toEqual([asked[3]!.id])
    const herOwn = (await asAnn.get('message:unconfirmed', {})).messages.filter((message) => message.authorId === ann.id)
    expect(herOwn).toEqual([])
    asDora.close()
  })
})

describe('who has confirmed', () => {
  test('is for its author and the room’s moderators only: who has with the time, who has not [Q3]', async () => {
    const { pool } = cluster.database
    const roomId = await makeRoom()
    const { id } = await ask(asAnn, roomId)
    await asBob.get('message:confirm', { roomId, id })
    for (const client of [asBob, asCat])
      expect(await client.ask('message:confirmations', { roomId, id })).toMatchObject(refused('forbidden'))
    const page = await asAnn.get('message:confirmations', { roomId, id })
    expect(page).toMatchObject({ confirmed: [{ userId: bob.id }], waiting: [cat.id], counts: { confirmed: 1, waiting: 1 } })
    expect(Date.parse(page.confirmed[0]!.at)).toBeGreaterThan(Date.now() - 60_000)
    expect(page.users.map((user) => user.id).sort()).toEqual([bob.id, cat.id].sort())
    await pool.query(`UPDATE membership SET role = 'moderator' WHERE room_id = $1 AND user_id = $2`, [roomId, cat.id])
    expect(await asCat.get('message:confirmations', { roomId, id })).toMatchObject({ counts: { confirmed: 1, waiting: 1 } })
    await asCat.get('room:leave', { roomId })
    expect(await asAnn.get('message:confirmations', { roomId, id })).toMatchObject({ waiting: [] })
  })

  test('comes in pages that join on and hold everybody once', async () => {
    const crowd = await createPeople(cluster, 230)
    const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: crowd })
    const { id } = await ask(asAnn, roomId)
    for (const person of crowd.slice(0, 115)) {
      const client = await connectRaw(cluster.nodes[0]!.url, person)
      await client.get('message:confirm', { roomId, id })
      client.close()
    }
    const [waiting, confirmed, sizes]: [string[], string[], number[]] = [[], [], []]
    for (let cursor: string | undefined, first = true; first || cursor; first = false) {
      const page = await asAnn.get('message:confirmations', { roomId, id, ...(cursor ? { cursor } : {}) })
      expect(page.counts).toEqual({ confirmed: 115, waiting: 115 })
      waiting.push(...page.waiting)
      confirmed.push(...page.confirmed.map((one) => one.userId))
      sizes.push(page.waiting.length + page.confirmed.length)
      cursor = page.next
    }
    expect(sizes).toEqual([100, 100, 30])
    expect(confirmed).toEqual(crowd.slice(0, 115).map((person) => person.id))
    expect(waiting).toEqual(
      crowd
        .slice(115)
        .map((person) => person.id)
        .sort(),
    )
    expect(await asAnn.ask('message:confirmations', { roomId, id, cursor: 'x' })).toMatchObject(refused('invalid'))
  })
})

describe('reminding', () => {
  const lastReminderWas = (id: string, msAgo: number) =>
    cluster.database.pool.query(
      `UPDATE message SET reminded_at = clock_timestamp() - $2::int8 * interval '1 millisecond' WHERE id = $1`,
      [id, msAgo],
    )

  test('asks again who has not confirmed, and those who were away find it when they come back [Q4]', async () => {
    const roomId = await makeRoom()
    const { id } = await ask(asAnn, roomId)
    await asBob.get('message:confirm', { roomId, id })
    asCat.close()
    expect(await asAnn.get('message:remind', { roomId, id })).toEqual({ reminded: 1 })
    const patch = await patchOf(bobsPhone, id, (row) => row.remindedAt !== undefined)
    asCat = await connectRaw(cluster.nodes[1]!.url, cat, { hello: false })
    const hello = await asCat.get('session:hello', { revs: {} })
    expect(hello.rooms.find((room) => room.id === roomId)).toMatchObject({ toConfirm: 1, remindedAt: patch.remindedAt })
    expect((await asCat.get('message:unconfirmed', {})).messages.find((one) => one.id === id)?.confirm).toEqual({
      count: 1,
      asked: 2,
      remindedAt: patch.remindedAt,
    })
    expect(await summary(asBob, roomId)).not.toHaveProperty('remindedAt')
  })

  test('once in five minutes a message, with a wait that is true [L9] [Q4]', async () => {
    const roomId = await makeRoom()
    const [first, second] = [await ask(asAnn, roomId), await ask(asAnn, roomId)]
    await asAnn.get('message:remind', { roomId, id: first.id })
    const answer = await asAnn.ask('message:remind', { roomId, id: first.id })
    expect(answer).toMatchObject(refused('rate_limited'))
    expect(!answer.ok && answer.error.retryAfterMs).toBeGreaterThan(REMIND_EVERY_MS - 5_000)
    expect(!answer.ok && answer.error.retryAfterMs).toBeLessThanOrEqual(REMIND_EVERY_MS)
    expect(await asAnn.get('message:remind', { roomId, id: second.id })).toEqual({ reminded: 2 })
    await lastReminderWas(first.id, REMIND_EVERY_MS - 2_000)
    const soon = await asAnn.ask('message:remind', { roomId, id: first.id })
    expect(!soon.ok && soon.error.retryAfterMs).toBeGreaterThan(0)
    expect(!soon.ok && soon.error.retryAfterMs).toBeLessThanOrEqual(2_000)
    await lastReminderWas(first.id, REMIND_EVERY_MS)
    expect(await asAnn.get('message:remind', { roomId, id: first.id })).toEqual({ reminded: 2 })
    await lastReminderWas(first.id, 400 * 86_400_000)
    const atOnce = await Promise.all([1, 2, 3].map(() => asAnn.ask('message:remind', { roomId, id: first.id })))
    expect(atOnce.filter((one) => one.ok)).toHaveLength(1)
  })

  test('is refused to others, and reminds nobody where all have confirmed [Q3]', async () => {
    const roomId = await makeRoom([bob])
    const [plain, { id }] = [await send(asAnn, roomId), await ask(asAnn, roomId)]
    expect(await asBob.ask('message:remind', { roomId, id })).toMatchObject(refused('forbidden'))
    expect(await asAnn.ask('message:remind', { roomId, id: plain.id })).toMatchObject(refused('conflict'))
    await asBob.get('message:confirm', { roomId, id })
    const { rev } = await summary(asAnn, roomId)
    expect(await asAnn.get('message:remind', { roomId, id })).toEqual({ reminded: 0 })
    expect(await summary(asAnn, roomId)).toMatchObject({ rev })
    await sanction(cluster.database.pool, { userId: ann.id, roomId, kind: 'mute' })
    expect(await asAnn.ask('message:remind', { roomId, id })).toMatchObject(refused('muted'))
  })
})

describe('a stranger [V1]', () => {
  test('who asks for confirmation in a room that is not theirs is answered as for no room', async () => {
    const roomId = await makeRoom([bob])
    const wanted = () => ({ id: uuidv7(), body: 'words', confirm: true })
    const [real, unreal] = [
      await asCat.ask('message:send', { ...wanted(), roomId }),
      await asCat.ask('message:send', { ...wanted(), roomId: uuidv7() }),
    ]
    expect(real).toMatchObject(refused('not_found'))
    expect(JSON.stringify(real)).toBe(JSON.stringify(unreal))
  })
})
