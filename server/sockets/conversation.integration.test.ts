import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let onFirst: RawClient
let onSecond: RawClient

beforeAll(async () => {
  cluster = await startCluster(2)
  ann = await createPerson(cluster, { username: 'ann' })
  bob = await createPerson(cluster, { username: 'bob' })
  onFirst = await connectRaw(cluster.nodes[0]!.url, ann)
  onSecond = await connectRaw(cluster.nodes[1]!.url, bob)
})
afterAll(async () => {
  onFirst?.close()
  onSecond?.close()
  await cluster?.close()
})

describe('two people on two nodes', () => {
  test('a message is answered with its stored row and reaches the other node whole [K1, K2]', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    const added = await onSecond.hear('room:added', ({ room }) => room.id === roomId)
    const id = uuidv7()
    const { message } = (await onFirst.get('message:send', { id, roomId, body: 'hello @bob' })) as {
      message: { seq: number; rev: number }
    }
    expect(message).toMatchObject({ id, roomId, seq: 1, rev: added.room.rev + 1, body: 'hello @bob', authorId: ann.id })
    const frame = await onSecond.hear('room:changes', (changes) => changes.roomId === roomId)
    expect(frame).toMatchObject({ prev: added.room.rev, rev: message.rev, messages: [message], users: [{ id: ann.id }] })
    expect(frame.messages[0]?.mentions?.userIds).toEqual([bob.id])
  })

  test('sent again under its id it is answered with what was stored, whatever the body; another author gets a conflict [M2]', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    await onSecond.hear('room:added', ({ room }) => room.id === roomId)
    const id = uuidv7()
    const first = await onFirst.get('message:send', { id, roomId, body: 'once' })
    expect(await onFirst.get('message:send', { id, roomId, body: 'twice' })).toEqual(first)
    const other = await onSecond.ask('message:send', { id, roomId, body: 'mine' })
    expect(other).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(JSON.stringify(other)).not.toContain('once')
  })

  test('edits, reactions, pins and deletes travel as patches and are found again by history [M4]', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    await onSecond.hear('room:added', ({ room }) => room.id === roomId)
    const id = uuidv7()
    await onFirst.get('message:send', { id, roomId, body: 'one' })
    await onFirst.get('message:edit', { roomId, id, body: 'two' })
    await onSecond.get('message:react', { roomId, id, emoji: '👍', on: true })
    const { message } = await onSecond.get('message:pin', { roomId, id, on: true })
    expect(message).toMatchObject({
      body: 'two',
      pinned: true,
      reactions: [{ emoji: '👍', count: 1, userIds: [bob.id], mine: true }],
    })
    await onFirst.hear(
      'room:changes',
      (changes) => changes.roomId === roomId && changes.messages.some((patch) => patch.pinned === true),
    )
    expect(await onFirst.ask('message:edit', { roomId: roomId, id, body: 'two' })).toMatchObject({ ok: true })
    expect(await onSecond.ask('message:edit', { roomId, id, body: 'not mine' })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    })
    await onFirst.get('message:delete', { roomId, id })
    const page = await onSecond.get('room:history', { roomId })
    expect(page.messages).toMatchObject([{ id, seq: 1, body: '', reactions: [], pinned: false, deletedAt: expect.any(String) }])
    expect(page.messages[0]?.rev).toBe(page.rev)
  })

  test('a thread is made once a message, counted on its message, and its follower is told [D2]', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    await onSecond.hear('room:added', ({ room }) => room.id === roomId)
    const parent = uuidv7()
    await onFirst.get('message:send', { id: parent, roomId, body: 'a question' })
    const [one, two] = await Promise.all([
      onSecond.get('thread:open', { roomId, messageId: parent }),
      onSecond.get('thread:open', { roomId, messageId: parent }),
    ])
    expect(one.room.id).toBe(two.room.id)
    await onSecond.get('message:send', { id: uuidv7(), roomId: one.room.id, body: 'an answer' })
    await onFirst.hear('room:added', ({ room }) => room.id === one.room.id)
    const frame = await onFirst.hear(
      'room:changes',
      (changes) => changes.roomId === roomId && changes.messages.some((patch) => patch.thread),
    )
    expect(frame.messages[0]).toMatchObject({ id: parent, thread: { roomId: one.room.id, count: 1 } })
    const answered = await onFirst.get('room:get', { roomId: one.room.id })
    expect(answered.room).toMatchObject({ unread: 1, parent: { roomId, messageId: parent } })
  })

  test('whoever is leaving a room meanwhile does not follow its thread, also after coming back [D2]', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    const parent = uuidv7()
    await onFirst.get('message:send', { id: parent, roomId, body: 'a question' })
    const { room: thread } = await onFirst.get('thread:open', { roomId, messageId: parent })
    const following = async () => {
      const rows = await cluster.database.pool.query(
        'SELECT 1 FROM membership WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL',
        [thread.id, bob.id],
      )
      return rows.rowCount === 1
    }
    const leaving = await cluster.database.pool.connect()
    try {
      await leaving.query('BEGIN')
      await leaving.query('UPDATE membership SET left_at = now() WHERE room_id = $1 AND user_id = $2', [roomId, bob.id])
      const asked = onSecond.ask('room:join', { roomId: thread.id })
      await expect
        .poll(async () => {
          const waiting = await cluster.database.pool.query(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR SHARE OF p%'",
          )
          return waiting.rowCount
        })
        .toBe(1)
      await leaving.query('COMMIT')
      await asked
    } finally {
      leaving.release()
    }
    expect(await following()).toBe(false)
    await onSecond.get('room:join', { roomId })
    expect(await following()).toBe(false)
    await onSecond.get('room:join', { roomId: thread.id })
    expect(await following()).toBe(true)
  })

  test('twenty who ask at once get one direct room [D1]', async () => {
    const asks = Array.from({ length: 20 }, (_, i) =>
      (i % 2 ? onFirst : onSecond).get('room:create', { kind: 'DIRECT', memberIds: [i % 2 ? bob.id : ann.id] }),
    )
    const ids = new Set((await Promise.all(asks)).map(({ room }) => room.id))
    expect(ids.size).toBe(1)
  })

  test('unread and mentions are exact, and reading moves both of them on every device', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    await onSecond.hear('room:added', ({ room }) => room.id === roomId)
    for (const body of ['one', '@bob two', '@all three']) await onFirst.get('message:send', { id: uuidv7(), roomId, body })
    expect((await onSecond.get('room:get', { roomId })).room).toMatchObject({
      unread: 3,
      mentionCount: 2,
      readSeq: 0,
      lastSeq: 3,
    })
    expect(await onSecond.get('room:read', { roomId, seq: 2 })).toEqual({ readSeq: 2 })
    expect((await onSecond.get('room:get', { roomId })).room).toMatchObject({ unread: 1, mentionCount: 1 })
    const mine = await onSecond.hear('room:cursors', (told) => told.roomId === roomId && told.meRev !== undefined)
    expect(mine.cursors).toMatchObject([{ userId: bob.id, readSeq: 2 }])
    await onFirst.hear(
      'room:cursors',
      (told) => told.roomId === roomId && told.cursors.some((cursor) => cursor.userId === bob.id),
    )
    expect(await onSecond.get('room:read', { roomId, seq: 1 })).toEqual({ readSeq: 2 })
    expect(await onSecond.get('room:read', { roomId, seq: 2, back: true })).toEqual({ readSeq: 1 })
  })

  test('somebody removed stops hearing the room and may not know of it any more [K5, V1]', async () => {
    const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [bob] })
    await onSecond.hear('room:added', ({ room }) => room.id === roomId)
    await onFirst.get('room:kick', { roomId, userId: bob.id })
    expect(await onSecond.hear('room:removed', (told) => told.roomId === roomId)).toMatchObject({ reason: 'kicked' })
    const id = uuidv7()
    await onFirst.get('message:send', { id, roomId, body: 'secret' })
    expect(await onSecond.ask('message:send', { id: uuidv7(), roomId, body: 'still here?' })).toMatchObject({
      error: { code: 'not_found' },
    })
    const later = await createRoom(cluster, ann, { members: [bob] })
    await onSecond.hear('room:added', ({ room }) => room.id === later)
    expect(JSON.stringify(onSecond.heard)).not.toContain('secret')
  })

  test('whoever left before this node knew them is offline since the database was told so [L16]', async () => {
    const gone = await createPerson(cluster)
    const roomId = await createRoom(cluster, ann, { members: [gone] })
    await onFirst.hear('room:added', ({ room }) => room.id === roomId)
    const at = new Date('2026-01-02T03:04:05.000Z')
    await cluster.database.pool.query('UPDATE users SET last_seen_at = $2 WHERE id = $1', [gone.id, at])
    const { presence } = await onFirst.get('presence:watch', { userIds: [gone.id] })
    expect(presence).toEqual([{ userId: gone.id, status: 'offline', lastSeenAt: at.toISOString() }])
  })

  test('a deleted message counts for nobody any more, also whom an edit had left out [M4, M5]', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    await onSecond.hear('room:added', ({ room }) => room.id === roomId)
    const id = uuidv7()
    await onFirst.get('message:send', { id, roomId, body: '@bob and @all' })
    await onFirst.get('message:edit', { roomId, id, body: 'nobody' })
    expect((await onSecond.get('room:get', { roomId })).room).toMatchObject({ unread: 1, mentionCount: 1 })
    await onFirst.get('message:delete', { roomId, id })
    const told = await onSecond.hear(
      'room:changes',
      (frame) => frame.roomId === roomId && Boolean(frame.messages[0]?.unmentioned),
    )
    expect(told.messages[0]?.unmentioned).toEqual({ userIds: [bob.id], groupIds: [], room: 'all' })
    expect((await onSecond.get('room:get', { roomId })).room).toMatchObject({ unread: 0, mentionCount: 0 })
    const { rows } = await cluster.database.pool.query('SELECT 1 FROM mention WHERE room_id = $1', [roomId])
    expect(rows).toEqual([])
  })
})
