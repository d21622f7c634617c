import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

/** Two nodes where every broadcast of a commit is lost: what arrives was found by comparing clocks. */
let cluster: Cluster
let ann: Person
let bob: Person
let onFirst: RawClient
let onSecond: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, { FAULTS: 'drop=1', RECONCILE_MS: '200', ...LIFTED_LIMITS })
  ;[ann, bob] = (await createPeople(cluster, 2)) as [Person, Person]
  onFirst = await connectRaw(cluster.nodes[0]!.url, ann)
  onSecond = await connectRaw(cluster.nodes[1]!.url, bob)
})
afterAll(async () => {
  onFirst?.close()
  onSecond?.close()
  await cluster?.close()
})

/** The rows a client has of a room once it applied everything it heard, as rule C1 says; fails at a hole. */
function applied(client: RawClient, roomId: string, from: number) {
  let rev = from
  const rows = new Map<string, { seq: number; body?: string | undefined }>()
  for (const one of client.heard) {
    if (one.event !== 'room:changes' || one.payload.roomId !== roomId || one.payload.rev <= rev) continue
    expect(one.payload.prev).toBeLessThanOrEqual(rev)
    for (const row of one.payload.messages) if (row.rev > rev) rows.set(row.id, { seq: row.seq, body: row.body })
    rev = one.payload.rev
  }
  return { rev, rows: [...rows.values()].sort((a, b) => a.seq - b.seq) }
}

async function startRoom() {
  const roomId = await createRoom(cluster, ann, { members: [bob] })
  const [first] = await Promise.all(
    [onFirst, onSecond].map((client) => client.hear('room:added', (told) => told.room.id === roomId)),
  )
  return { roomId, rev: first!.room.rev }
}

describe('with every broadcast lost', () => {
  test('a confirmation reaches one’s other device as one’s own, and a reminder too [Q2, Q4]', async () => {
    const { roomId, rev } = await startRoom()
    const elsewhere = await connectRaw(cluster.nodes[0]!.url, bob)
    const sent = await onFirst.get('message:send', { id: uuidv7(), roomId, body: 'read this', confirm: true })
    if (!('message' in sent)) throw new Error('it was held')
    const { id } = sent.message
    await elsewhere.hear('room:changes', ({ messages }) => messages.some((row) => row.id === id && row.confirm?.count === 0))
    await onSecond.get('message:confirm', { roomId, id })
    await elsewhere.hear('room:heads', ({ heads }) => heads[roomId] === rev + 2)
    const synced = await elsewhere.get('room:sync', { roomId, afterRev: rev + 1 })
    expect(synced).toMatchObject({ changes: { rev: rev + 2, messages: [{ id, confirm: { count: 1, asked: 1, mine: true } }] } })
    const other = await onFirst.get('message:send', { id: uuidv7(), roomId, body: 'and this', confirm: true })
    if (!('message' in other)) throw new Error('it was held')
    await onFirst.get('message:remind', { roomId, id: other.message.id })
    await elsewhere.hear('room:changes', ({ messages }) => messages.some((one) => one.confirm?.remindedAt !== undefined))
    elsewhere.close()
  })

  test('messages and changes reach both nodes whole and in order [K2, K3]', async () => {
    const { roomId, rev } = await startRoom()
    let last = { rev: 0, id: '' }
    for (let i = 1; i <= 20; i++) {
      const data = await (i % 2 ? onFirst : onSecond).get('message:send', { id: uuidv7(), roomId, body: `number ${i}` })
      if ('message' in data) last = data.message
    }
    const { message } = await onSecond.get('message:edit', { roomId, id: last.id, body: 'the last' })
    for (const client of [onFirst, onSecond]) {
      await client.hear('room:changes', (frame) => frame.roomId === roomId && frame.rev >= message.rev)
      const held = applied(client, roomId, rev)
      expect(held.rev).toBe(message.rev)
      expect(held.rows.map(({ body }) => body)).toEqual([...Array.from({ length: 19 }, (_, i) => `number ${i + 1}`), 'the last'])
    }
  })

  test('a gap of over 1,000 messages is told as a head, and the client asks', async () => {
    const { roomId } = await startRoom()
    await cluster.database.pool.query(
      `WITH made AS (INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids)
         SELECT gen_random_uuid(), $1, k, h.rev + k, $2, 'words', now(), '{}' FROM room_head h, generate_series(1, 1001) k WHERE h.room_id = $1)
       UPDATE room_head SET last_seq = 1001, rev = rev + 1001 WHERE room_id = $1`,
      [roomId, ann.id],
    )
    for (const client of [onFirst, onSecond]) {
      const { heads } = await client.hear('room:heads', (told) => told.heads[roomId] !== undefined)
      expect(await client.get('room:sync', { roomId, afterRev: heads[roomId]! })).toMatchObject({ changes: { messages: [] } })
    }
  })
})

describe('with every notification of the database lost', () => {
  /** As a web host would write it whose notification never arrives. */
  const quietly = async (...statements: [string, unknown[]][]) => {
    for (const [text, values] of statements) await cluster.database.pool.query(text, values)
  }
  const tick = (userId: string): [string, unknown[]] => ['UPDATE user_head SET me_rev = me_rev + 1 WHERE user_id = $1', [userId]]
  const stamp = (roomId: string, userId: string): [string, unknown[]] => [
    'UPDATE membership ms SET me_rev = u.me_rev FROM user_head u WHERE u.user_id = ms.user_id AND ms.room_id = $1 AND ms.user_id = $2',
    [roomId, userId],
  ]

  test('a person is told of a room they were added to, hears it from then on, and is told when they are out [K3, W2]', async () => {
    const roomId = await createRoom(cluster, ann)
    await onFirst.hear('room:added', (told) => told.room.id === roomId)
    await quietly(
      ['INSERT INTO membership (room_id, user_id) VALUES ($1, $2)', [roomId, bob.id]],
      ['UPDATE room SET member_count = member_count + 1 WHERE id = $1', [roomId]],
      tick(bob.id),
      stamp(roomId, bob.id),
    )
    const added = await onSecond.hear('room:added', (told) => told.room.id === roomId)
    expect(added.room).toMatchObject({ id: roomId, role: 'member' })
    const id = uuidv7()
    await onFirst.get('message:send', { id, roomId, body: 'welcome' })
    await onSecond.hear('room:changes', (frame) => frame.messages.some((row) => row.id === id))

    await quietly(
      [`UPDATE membership SET left_at = now(), left_reason = 'kicked' WHERE room_id = $1 AND user_id = $2`, [roomId, bob.id]],
      tick(bob.id),
      stamp(roomId, bob.id),
    )
    await onSecond.hear('room:removed', (told) => told.roomId === roomId && told.reason === 'kicked')
    await onFirst.get('message:send', { id: uuidv7(), roomId, body: 'a word among ourselves' })
    await onFirst.hear('room:changes', (frame) => frame.messages.some((row) => row.body === 'a word among ourselves'))
    const fence = await startRoom()
    expect(fence.roomId).not.toBe(roomId)
    expect(JSON.stringify(onSecond.heard)).not.toContain('a word among ourselves')
  })

  test('a session that ended is told so and closed', async () => {
    const [cy] = (await createPeople(cluster, 1)) as [Person]
    const client = await connectRaw(cluster.nodes[1]!.url, cy)
    const closed = new Promise((resolve) => client.socket.once('disconnect', resolve))
    await quietly(['UPDATE session SET ended_at = now() WHERE id = $1', [cy.session.id]])
    expect(await client.hear('session:ended')).toEqual({ reason: 'revoked' })
    expect(await closed).toBe('io server disconnect')
  })

  test('the connection that listens is made anew when it breaks, and what was told meanwhile is looked up', async () => {
    const { rowCount } = await cluster.database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
    )
    expect(rowCount).toBe(2)
    const { roomId } = await startRoom()
    await expect
      .poll(async () => {
        const listening = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`
        return (await cluster.database.pool.query(listening)).rowCount
      })
      .toBe(2)
    expect(roomId).toBeDefined()
  })
})

describe('with nothing lost', () => {
  test('nobody needs a repair: not for messages, nor for what people read on either node', async () => {
    const calm = await startCluster(2, { RECONCILE_MS: '60000', ...LIFTED_LIMITS })
    try {
      const [cy, di] = (await createPeople(calm, 2)) as [Person, Person]
      const roomId = await createRoom(calm, cy, { members: [di] })
      const [a, b, b2] = [
        await connectRaw(calm.nodes[0]!.url, cy),
        await connectRaw(calm.nodes[1]!.url, di),
        await connectRaw(calm.nodes[0]!.url, di),
      ]
      for (let i = 1; i <= 5; i++) {
        await a.get('message:send', { id: uuidv7(), roomId, body: `number ${i}` })
        await b.get('room:read', { roomId, seq: i })
      }
      await b2.hear('room:cursors', (told) => told.cursors.some((cursor) => cursor.userId === di.id && cursor.readSeq === 5))
      await b2.hear('room:changes', (frame) => frame.messages.some((row) => row.seq === 5))
      for (const node of calm.nodes) {
        expect(await node.reconcile()).toMatchObject({ rooms: 0, people: 0, sessions: 0 })
      }
      for (const client of [a, b, b2]) client.close()
    } finally {
      await calm.close()
    }
  })
})
