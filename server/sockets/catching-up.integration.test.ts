import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FRAME_MAX_BYTES } from '#protocol/limits.ts'
import type { Message } from '#protocol/models.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'

/** A minute between reconciliations: whatever is repaired here was not repaired by them. */
let server: TestServer
let ann: Person
let bob: Person
let guest: Person
let asAnn: RawClient
const open: RawClient[] = []

beforeAll(async () => {
  server = await startServer({ RECONCILE_MS: '60000', ...LIFTED_LIMITS })
  ;[ann, bob, guest] = (await createPeople(server, 3)) as [Person, Person, Person]
  await server.database.pool.query(`UPDATE users SET role = 'guest' WHERE id = $1`, [guest.id])
  asAnn = await connect(ann)
})
afterAll(async () => {
  for (const client of open) client.close()
  await server?.close()
})

async function connect(person: Person, hello = true): Promise<RawClient> {
  const client = await connectRaw(server.url, person, { hello })
  open.push(client)
  return client
}

async function send(client: RawClient, roomId: string, body = 'words', id = uuidv7()): Promise<Message> {
  const data = await client.get('message:send', { id, roomId, body })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}

/** Rows written by nobody's hand: many at once. */
async function fill(roomId: string, author: Person, n: number, body = 'words') {
  await server.database.pool.query(
    `WITH h AS (SELECT last_seq, rev FROM room_head WHERE room_id = $1),
     made AS (INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids)
       SELECT gen_random_uuid(), $1, h.last_seq + k, h.rev + k, $2, $4, now(), '{}' FROM h, generate_series(1, $3::int) k)
     UPDATE room_head SET last_seq = last_seq + $3, rev = rev + $3, last_at = now() WHERE room_id = $1`,
    [roomId, author.id, n, body],
  )
}

/** What somebody holds who was here until now: hello's words for the next time. */
async function holdings(person: Person, roomIds?: string[]) {
  const client = await connect(person, false)
  const hello = await client.get('session:hello', { revs: {} })
  client.close()
  const revs = Object.fromEntries(
    hello.rooms.filter((room) => roomIds?.includes(room.id) ?? true).map((room) => [room.id, room.rev]),
  )
  return { epoch: hello.epoch, meRev: hello.meRev, revs }
}

async function helloAs(person: Person, wanted: Parameters<RawClient['get']>[1] | object) {
  const client = await connect(person, false)
  return { client, hello: await client.get('session:hello', wanted as { revs: Record<string, number> }) }
}

describe('hello', () => {
  test('tells everything to who holds nothing, and nothing to who holds everything [C2]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const first = await helloAs(bob, { revs: {} })
    expect(first.hello.rooms.map((room) => room.id)).toContain(roomId)
    expect(first.hello).toMatchObject({
      user: { id: bob.id },
      gone: [],
      changes: [],
      resets: [],
      held: [],
      connection: { sessionId: bob.session.id },
    })
    const again = await helloAs(bob, await holdings(bob))
    expect(again.hello).toMatchObject({ rooms: [], gone: [], changes: [], resets: [] })
  })

  test('tells which held threads were unfollowed meanwhile: they may be read, so they are not gone [D2]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const { id } = await send(asAnn, roomId, 'a question')
    const asBob = await connect(bob)
    const { room: thread } = await asBob.get('thread:open', { roomId, messageId: id })
    await asBob.get('room:join', { roomId: thread.id })
    const held = await holdings(bob, [roomId, thread.id])
    expect((await helloAs(bob, held)).hello).toMatchObject({ left: [], gone: [] })
    await asBob.get('room:leave', { roomId: thread.id })
    expect((await helloAs(bob, held)).hello).toMatchObject({ left: [thread.id], gone: [] })
  })

  test('tells what happened meanwhile: new, edited, deleted, reacted, renamed, each as it is now', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const [kept, edited, deleted, reacted] = [
      await send(asAnn, roomId, 'kept'),
      await send(asAnn, roomId, 'first words'),
      await send(asAnn, roomId, 'a secret'),
      await send(asAnn, roomId, 'nice'),
    ]
    const held = await holdings(bob)
    await asAnn.get('message:edit', { roomId, id: edited.id, body: 'other words' })
    await asAnn.get('message:edit', { roomId, id: edited.id, body: 'last words' })
    await asAnn.get('message:delete', { roomId, id: deleted.id })
    await asAnn.get('message:react', { roomId, id: reacted.id, emoji: '🎉', on: true })
    const added = await send(asAnn, roomId, 'new @all')
    await asAnn.get('room:update', { roomId, topic: 'another topic' })

    const { hello } = await helloAs(bob, held)
    expect(hello.resets).toEqual([])
    const gap = hello.changes.find((change) => change.roomId === roomId)
    expect(gap).toMatchObject({ prev: held.revs[roomId], room: { topic: 'another topic' } })
    expect(gap?.messages.map((row) => [row.id, row.body])).toEqual([
      [edited.id, 'last words'],
      [deleted.id, ''],
      [reacted.id, 'nice'],
      [added.id, 'new @all'],
      [expect.any(String), 'set the topic to “another topic”'],
    ])
    expect(gap?.messages.map((row) => row.id)).not.toContain(kept.id)
    expect(gap?.messages[1]?.deletedAt).toBeDefined()
    expect(gap?.messages[2]?.reactions).toEqual([{ emoji: '🎉', count: 1, userIds: [ann.id] }])
    const revs = gap?.messages.map((row) => row.rev) ?? []
    expect(revs).toEqual([...revs].sort((a, b) => a - b))
    expect(hello.rooms.find((room) => room.id === roomId)).toMatchObject({
      rev: gap?.rev,
      lastSeq: 6,
      unread: 4,
      mentionCount: 1,
      topic: 'another topic',
    })
    expect(hello.users.map((user) => user.id)).toContain(ann.id)
  })

  test('another history, or a client that is ahead of the room or of the person, is told to drop what it holds [K2]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    await send(asAnn, roomId)
    const held = await holdings(bob)
    const all = Object.keys(held.revs).sort()
    const other = await helloAs(bob, { ...held, epoch: 'another:1' })
    expect(other.hello.resets.sort()).toEqual(all)
    expect(other.hello.rooms.map((room) => room.id).sort()).toEqual(all)
    expect(other.hello).toMatchObject({ epoch: held.epoch, changes: [] })
    const without = await helloAs(bob, { revs: held.revs })
    expect(without.hello.resets.sort()).toEqual(all)
    const ahead = await helloAs(bob, { ...held, revs: { ...held.revs, [roomId]: (held.revs[roomId] ?? 0) + 1_000 } })
    expect(ahead.hello).toMatchObject({ resets: [roomId], changes: [] })
    expect(ahead.hello.rooms.map((room) => room.id)).toContain(roomId)
    const meAhead = await helloAs(bob, { ...held, meRev: held.meRev + 1_000 })
    expect(meAhead.hello.resets.sort()).toEqual(all)
  })

  test('a gap is told whole up to 256 KB; a longer one, or one of over 1,000 messages, is a reset [M6]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const held = await holdings(bob, [roomId])
    await fill(roomId, ann, 600, 'a')
    const told = await helloAs(bob, held)
    expect(told.hello.changes[0]?.messages).toHaveLength(600)
    const large = await createRoom(server, ann, { members: [bob] })
    const before = await holdings(bob, [large])
    await fill(large, ann, 3, 'x'.repeat(80_000))
    expect((await helloAs(bob, before)).hello.changes[0]?.messages).toHaveLength(3)
    await fill(large, ann, 1, 'x'.repeat(80_000))
    expect((await helloAs(bob, before)).hello).toMatchObject({ resets: [large], changes: [] })
    await fill(roomId, ann, 401, 'a')
    expect((await helloAs(bob, held)).hello).toMatchObject({ resets: [roomId], changes: [] })
  })

  test('is bounded as a whole: many long gaps become resets', async () => {
    const rooms = await Promise.all(Array.from({ length: 14 }, () => createRoom(server, ann, { members: [bob] })))
    const held = await holdings(bob, rooms)
    for (const roomId of rooms) await fill(roomId, ann, 2, 'x'.repeat(100_000))
    const { hello } = await helloAs(bob, held)
    expect(hello.changes.length).toBeGreaterThan(5)
    expect(hello.resets.length).toBeGreaterThan(0)
    expect(hello.changes.length + hello.resets.length).toBe(14)
    expect(JSON.stringify(hello).length).toBeLessThan(3_000_000)
  })

  test('a room one was removed from while away is gone, and nothing of it leaks [V1]', async () => {
    const roomId = await createRoom(server, ann, { kind: 'PRIVATE', name: 'hush hush', members: [bob] })
    const message = await send(asAnn, roomId, 'known words')
    const thread = (await asAnn.get('thread:open', { roomId, messageId: message.id })).room
    await send(asAnn, thread.id, 'known reply @all')
    const held = await holdings(bob)
    const revs = { ...held.revs, [thread.id]: 0 }
    // It could fail: as a member bob is told all of it.
    const member = await helloAs(bob, { ...held, revs: { ...revs, [roomId]: 0 } })
    expect(JSON.stringify(member.hello)).toContain('known words')
    expect(JSON.stringify(member.hello)).toContain('known reply')
    member.client.close()
    await asAnn.get('room:kick', { roomId, userId: bob.id })
    await send(asAnn, roomId, 'unknown words')
    const { client, hello } = await helloAs(bob, { ...held, revs: { ...revs, [roomId]: 0 } })
    expect(hello.gone.sort()).toEqual([roomId, thread.id].sort())
    expect(hello.rooms.map((room) => room.id)).not.toContain(roomId)
    await send(asAnn, roomId, 'still unknown')
    await send(asAnn, thread.id, 'unknown reply')
    const own = await createRoom(server, ann, { members: [bob] })
    await client.hear('room:added', ({ room }) => room.id === own)
    for (const words of ['unknown', 'known words', 'hush hush']) {
      expect(JSON.stringify([hello, client.heard])).not.toContain(words)
    }
  })

  test('a room one was removed from and added to again while away is there with everything in between', async () => {
    const roomId = await createRoom(server, ann, { kind: 'PRIVATE', members: [bob] })
    await send(asAnn, roomId, 'one')
    const held = await holdings(bob)
    await asAnn.get('room:kick', { roomId, userId: bob.id })
    await send(asAnn, roomId, 'two')
    await asAnn.get('room:invite', { roomId, userId: bob.id })
    await send(asAnn, roomId, 'three')
    const { client, hello } = await helloAs(bob, held)
    expect(hello.gone).toEqual([])
    expect(hello.changes.find((change) => change.roomId === roomId)?.messages.map((row) => row.body)).toEqual(['two', 'three'])
    expect(hello.rooms.find((room) => room.id === roomId)).toMatchObject({ unread: 1, lastSeq: 3 })
    await send(asAnn, roomId, 'four')
    await client.hear('room:changes', (frame) => frame.messages.some((row) => row.body === 'four'))
  })

  test('a thread that is held without being followed goes on being heard', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const message = await send(asAnn, roomId)
    const thread = (await asAnn.get('thread:open', { roomId, messageId: message.id })).room
    await send(asAnn, thread.id, 'one')
    const held = await holdings(bob)
    const { client, hello } = await helloAs(bob, { ...held, revs: { ...held.revs, [thread.id]: 0 } })
    expect(hello.gone).toEqual([])
    expect(hello.changes.find((change) => change.roomId === thread.id)?.messages.map((row) => row.body)).toEqual(['one'])
    await send(asAnn, thread.id, 'two')
    await client.hear('room:changes', (frame) => frame.messages.some((row) => row.body === 'two'))
  })

  test('misses nothing that is written meanwhile: what is not in the answer is heard [C2]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    let isOver = false
    let sent = 0
    const writing = (async () => {
      while (!isOver) {
        await send(asAnn, roomId, `number ${++sent}`)
      }
    })()
    const held = await holdings(bob)
    const rounds = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        await new Promise((resolve) => setTimeout(resolve, i * 20))
        return helloAs(bob, held)
      }),
    )
    isOver = true
    await writing
    const last = await send(asAnn, roomId, 'the last')
    for (const { client, hello } of rounds) {
      await client.hear('room:changes', (frame) => frame.roomId === roomId && frame.rev === last.rev)
      const gap = hello.changes.find((change) => change.roomId === roomId)
      let rev = gap?.rev ?? held.revs[roomId] ?? 0
      const seqs = (gap?.messages ?? []).map((row) => row.seq)
      for (const one of client.heard) {
        if (one.event !== 'room:changes' || one.payload.roomId !== roomId || one.payload.rev <= rev) continue
        expect(one.payload.prev, 'frames join on').toBeLessThanOrEqual(rev)
        for (const row of one.payload.messages) if (row.rev > rev) seqs.push(row.seq)
        rev = one.payload.rev
      }
      expect(rev).toBe(last.rev)
      const from = seqs[0] ?? 0
      expect(seqs).toEqual(Array.from({ length: last.seq - from + 1 }, (_, i) => from + i))
    }
  })

  test('somebody removed while their hello is under way hears nothing more on any of their connections [K5]', async () => {
    const other = await connect(bob)
    for (let round = 0; round < 8; round++) {
      const roomId = await createRoom(server, ann, { kind: 'PRIVATE', members: [bob] })
      const late = await connect(bob, false)
      const answers = Promise.all([
        late.get('session:hello', { revs: {} }),
        late.get('session:hello', { revs: {} }).catch(() => null),
        asAnn.get('room:kick', { roomId, userId: bob.id }),
      ])
      await answers
      await other.hear('room:removed', (told) => told.roomId === roomId)
      await send(asAnn, roomId, `after the end of ${roomId}`)
      const fence = await createRoom(server, ann, { members: [bob] })
      await late.hear('room:added', ({ room }) => room.id === fence)
      expect(JSON.stringify(late.heard)).not.toContain(`after the end of ${roomId}`)
      late.close()
    }
  })
})

describe('sync', () => {
  test('tells what came after a rev, nothing at the head, and a reset beyond it or for a long gap', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const asBob = await connect(bob)
    const one = await send(asAnn, roomId, 'one')
    const two = await send(asAnn, roomId, 'two')
    expect(await asBob.get('room:sync', { roomId, afterRev: one.rev })).toMatchObject({
      changes: { roomId, prev: one.rev, rev: two.rev, messages: [{ id: two.id, body: 'two' }], users: [{ id: ann.id }] },
    })
    expect(await asBob.get('room:sync', { roomId, afterRev: two.rev })).toMatchObject({
      changes: { prev: two.rev, rev: two.rev, messages: [] },
    })
    expect(await asBob.get('room:sync', { roomId, afterRev: two.rev + 1 })).toEqual({ reset: true, rev: two.rev })
    await fill(roomId, ann, 1_001)
    expect(await asBob.get('room:sync', { roomId, afterRev: two.rev })).toEqual({ reset: true, rev: two.rev + 1_001 })
  })
})

describe('history', () => {
  const seqsOf = (page: { messages: Message[] }) => page.messages.map((message) => message.seq)

  test('pages by seq: latest, before, after and around, and says whether there is more on either side', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    await fill(roomId, ann, 30)
    const page = async (wanted: object) => {
      const found = await asAnn.get('room:history', { roomId, ...wanted })
      return [seqsOf(found), found.hasBefore, found.hasAfter]
    }
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
    expect(await page({ limit: 10 })).toEqual([range(21, 30), true, false])
    expect(await page({ limit: 100 })).toEqual([range(1, 30), false, false])
    expect(await page({ before: 11, limit: 10 })).toEqual([range(1, 10), false, true])
    expect(await page({ before: 12, limit: 10 })).toEqual([range(2, 11), true, true])
    expect(await page({ before: 31, limit: 10 })).toEqual([range(21, 30), true, false])
    expect(await page({ before: 1, limit: 10 })).toEqual([[], false, true])
    expect(await page({ after: 20, limit: 10 })).toEqual([range(21, 30), true, false])
    expect(await page({ after: 19, limit: 10 })).toEqual([range(20, 29), true, true])
    expect(await page({ after: 0, limit: 10 })).toEqual([range(1, 10), false, true])
    expect(await page({ after: 30, limit: 10 })).toEqual([[], true, false])
    expect(await page({ around: 15, limit: 10 })).toEqual([range(10, 19), true, true])
    expect(await page({ around: 15, limit: 1 })).toEqual([[15], true, true])
    expect(await page({ around: 1, limit: 10 })).toEqual([range(1, 5), false, true])
    expect(await page({ around: 30, limit: 10 })).toEqual([range(25, 30), true, false])
    expect(await asAnn.ask('room:history', { roomId, before: 3, after: 1 })).toMatchObject({ error: { code: 'invalid' } })
    expect(await asAnn.ask('room:history', { roomId, limit: 101 })).toMatchObject({ error: { code: 'invalid' } })
  })

  test('a page is at most 256 KB and ends early, and every message of 100 KB is reached [M6]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const bodies = ['"', 'é', '😀', '\n', 'x'].map((letter) => letter.repeat(Math.floor(102_400 / Buffer.byteLength(letter))))
    for (const body of bodies) await fill(roomId, ann, 1, body)
    const reached: number[] = []
    for (let before: number | undefined; ; ) {
      const page = await asAnn.get('room:history', { roomId, ...(before ? { before } : {}) })
      expect(Buffer.byteLength(JSON.stringify(page.messages))).toBeLessThan(FRAME_MAX_BYTES)
      expect(page.messages.length).toBeGreaterThan(0)
      reached.unshift(...seqsOf(page))
      before = reached[0]
      if (!page.hasBefore) break
    }
    expect(reached).toEqual([1, 2, 3, 4, 5])
    for (const around of [1, 2, 3, 4, 5]) {
      const page = await asAnn.get('room:history', { roomId, around })
      expect(Buffer.byteLength(JSON.stringify(page.messages))).toBeLessThan(FRAME_MAX_BYTES)
      expect(seqsOf(page)).toContain(around)
    }
  })

  test('what is told live is in frames of at most 256 KB that join on [M6]', async () => {
    const roomId = await createRoom(server, ann, { members: [bob] })
    const asBob = await connect(bob)
    const writers = await Promise.all(Array.from({ length: 6 }, () => connect(ann)))
    const body = 'x'.repeat(102_400)
    const client = await server.database.pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT 1 FROM room_head WHERE room_id = $1 FOR UPDATE', [roomId])
    const sent = writers.map((writer) => send(writer, roomId, body))
    // Long enough for all six to be queued behind the held room: they are one commit then.
    await new Promise((resolve) => setTimeout(resolve, 100))
    await client.query('ROLLBACK')
    client.release()
    await Promise.all(sent)
    await asBob.hear('room:changes', (frame) => frame.messages.some((row) => row.roomId === roomId && row.seq === 6))
    const frames = asBob.heard.flatMap((one) =>
      one.event === 'room:changes' && one.payload.roomId === roomId && one.payload.messages.length > 0 ? [one.payload] : [],
    )
    expect(frames.length).toBeLessThan(6)
    for (const [i, frame] of frames.entries()) {
      expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(FRAME_MAX_BYTES)
      if (i > 0) expect(frame.prev).toBe(frames[i - 1]?.rev)
    }
  })

  test('a public room is read without joining, but not by a guest; a private one not at all [V1]', async () => {
    const publicId = await createRoom(server, ann)
    const privateId = await createRoom(server, ann, { kind: 'PRIVATE' })
    for (const roomId of [publicId, privateId]) await send(asAnn, roomId, 'words')
    const [asBob, asGuest] = [await connect(bob), await connect(guest)]
    expect((await asBob.get('room:history', { roomId: publicId })).messages).toHaveLength(1)
    expect(await asBob.ask('message:send', { id: uuidv7(), roomId: publicId, body: 'hi' })).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(await asBob.ask('room:history', { roomId: privateId })).toMatchObject({ error: { code: 'not_found' } })
    for (const event of ['room:history', 'room:get', 'room:join', 'room:members'] as const) {
      expect(await asGuest.ask(event, { roomId: publicId }), event).toMatchObject({ error: { code: 'not_found' } })
    }
    expect((await asGuest.get('room:list', {})).rooms).toEqual([])
  })
})
