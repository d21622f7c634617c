import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feedPortion } from '#server/core/search/feed.ts'
import { untilFed } from '#server/core/search/testing/settled.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { startNode } from '#server/testing/node.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

/** What is written is found within this long [F3]. */
const LAG_MS = 2_000

let cluster: Cluster
let ann: Person
let bob: Person
let asAnn: RawClient
let asBob: RawClient
let room: string
let pool: pg.Pool

beforeAll(async () => {
  cluster = await startCluster(2, { ...LIFTED_LIMITS, RECONCILE_MS: '60000' })
  pool = cluster.database.pool
  await createPeople(cluster, 1)
  ann = await createPerson(cluster, { username: 'ann' })
  bob = await createPerson(cluster, { username: 'bob' })
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
  room = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [bob] })
  await asBob.hear('room:added', (told) => told.room.id === room)
})
afterAll(async () => {
  for (const client of [asAnn, asBob]) client?.close()
  await cluster?.close()
})

async function say(client: RawClient, body: string, roomId = room): Promise<string> {
  const id = uuidv7()
  await client.get('message:send', { id, roomId, body })
  return id
}
const find = async (client: RawClient, query: string) =>
  (await client.get('search:messages', { query })).hits.map((hit) => hit.message.body)
/** Asked until it is so. Answers how long that took. */
async function lagUntil(isSo: () => Promise<boolean>): Promise<number> {
  const began = performance.now()
  while (!(await isSo())) {
    if (performance.now() - began > 10_000) throw new Error('not within 10 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return performance.now() - began
}
const words = async (like: string) =>
  (await pool.query<{ word: string }>('SELECT word FROM search_word WHERE word LIKE $1 ORDER BY 1', [like])).rows.map(
    ({ word }) => word,
  )
const indexed = async (like: string) =>
  (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM search_message WHERE text LIKE $1', [like])).rows[0]!.n

describe('the index follows the log [F3]', () => {
  test('what is written on one node is found on the other within 2 s', async () => {
    const lags: number[] = []
    for (let i = 0; i < 5; i++) {
      await say(asAnn, `lagword${i} here`)
      lags.push(await lagUntil(async () => (await find(asBob, `lagword${i}`)).length === 1))
    }
    expect(Math.max(...lags)).toBeLessThan(LAG_MS)
  })

  test('an edit is found by its new words and no more by its old ones, which are forgotten', async () => {
    const id = await say(asAnn, 'beforeedit topaz')
    await untilFed(pool)
    await asAnn.get('message:edit', { roomId: room, id, body: 'afteredit topaz' })
    expect(await lagUntil(async () => (await find(asBob, 'afteredit')).length === 1)).toBeLessThan(LAG_MS)
    expect(await find(asBob, 'beforeedit')).toEqual([])
    expect(await find(asBob, 'topaz')).toEqual(['afteredit topaz'])
    expect(await words('%edit')).toEqual(['afteredit'])
  })

  test('what is deleted is not found from that moment on, and leaves no word behind [M4]', async () => {
    const id = await say(asAnn, 'secretpassword topaz')
    await untilFed(pool)
    expect(await find(asBob, 'secretpass')).toEqual(['secretpassword topaz'])
    await asAnn.get('message:delete', { roomId: room, id })
    expect(await find(asBob, 'secretpass')).toEqual([])
    await untilFed(pool)
    expect(await indexed('%secretpassword%')).toBe(0)
    expect(await words('secret%')).toEqual([])
    // A word that others still hold stays.
    expect(await words('topaz')).toEqual(['topaz'])
  })

  test('what is hidden leaves it too, and comes back when it is shown again', async () => {
    const id = await say(asAnn, 'hiddenword amber')
    await untilFed(pool)
    const move = (hidden: string) =>
      pool.query(
        `WITH h AS (UPDATE room_head SET rev = rev + 1 WHERE room_id = $1 RETURNING rev)
         UPDATE message m SET rev = h.rev, hidden_at = ${hidden} FROM h WHERE m.room_id = $1 AND m.id = $2`,
        [room, id],
      )
    await move('now()')
    expect(await find(asBob, 'hiddenword')).toEqual([])
    expect(await lagUntil(async () => (await indexed('%hiddenword%')) === 0)).toBeLessThan(LAG_MS)
    await move('NULL')
    expect(await lagUntil(async () => (await find(asBob, 'hiddenword')).length === 1)).toBeLessThan(LAG_MS)
  })

  test('what nobody told of is found within 2 s too: clocks are compared', async () => {
    const id = uuidv7()
    await pool.query(
      `WITH h AS (UPDATE room_head SET last_seq = last_seq + 1, rev = rev + 1, last_at = now() WHERE room_id = $1 RETURNING last_seq, rev)
       INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids)
       SELECT $2, $1, last_seq, rev, $3, 'untoldword', now(), '{}' FROM h`,
      [room, id, ann.id],
    )
    expect(await lagUntil(async () => (await find(asBob, 'untoldword')).length === 1)).toBeLessThan(LAG_MS)
  })

  test('two nodes that feed at once take everything in once', async () => {
    const bodies = Array.from({ length: 60 }, (_, i) => `racedword n${i}`)
    await Promise.all(bodies.map((body, i) => say(i % 2 ? asAnn : asBob, body)))
    await untilFed(pool)
    const seen = new Set<string>()
    let cursor: string | undefined
    do {
      const page = await asBob.get('search:messages', { query: 'racedword', limit: 50, ...(cursor ? { cursor } : {}) })
      for (const { message } of page.hits) seen.add(message.body)
      cursor = page.next
    } while (cursor)
    expect([...seen].sort()).toEqual(bodies.sort())
  })
})

test('sending waits for nothing of the search: its tables and its lock may be held [F3]', async () => {
  const holder = new pg.Client({ connectionString: cluster.database.url })
  await holder.connect()
  try {
    await holder.query('BEGIN; LOCK TABLE search_message, search_word, search_cursor, search_slice IN ACCESS EXCLUSIVE MODE')
    await say(asAnn, 'heldword first')
    // It could fail: a search does wait.
    const search = asBob.ask('search:messages', { query: 'heldword' })
    const first = await Promise.race([search.then(() => 'search'), say(asAnn, 'heldword second').then(() => 'send')])
    expect(first).toBe('send')
    await holder.query('ROLLBACK')
    await search
  } finally {
    await holder.end()
  }
  expect(await lagUntil(async () => (await find(asBob, 'heldword')).length === 2)).toBeLessThan(5_000)
})

test('a node that is killed while it feeds leaves nothing undone: another goes on where it stood [F3]', async () => {
  const { database } = cluster
  const doomed = await startNode(LIFTED_LIMITS, database)
  const client = await connectRaw(doomed.url, ann)
  const sent = await Promise.all(Array.from({ length: 40 }, (_, i) => say(client, `doomedword n${i}`)))
  await doomed.kill()
  client.close()
  expect(await lagUntil(async () => (await indexed('%doomedword%')) === sent.length)).toBeLessThan(5_000)
})

describe('an installation that was there before [F3]', () => {
  test('is taken in portion by portion, and a portion done twice or cut off changes nothing', async () => {
    await untilFed(pool)
    const all = async () =>
      (await pool.query<{ row: string }>('SELECT (room_id, seq, text)::text AS row FROM search_message ORDER BY 1')).rows.map(
        ({ row }) => row,
      )
    const before = await all()
    expect(before.length).toBeGreaterThan(100)
    await pool.query('TRUNCATE search_message, search_word, search_cursor, search_slice')
    await untilFed(pool)
    expect(await all()).toEqual(before)
    // Already taken in: from the beginning again.
    await pool.query('UPDATE search_cursor SET rev = 0')
    await expect.poll(() => feedPortion(pool, [room])).toEqual(expect.anything())
    await untilFed(pool)
    expect(await all()).toEqual(before)
  })

  test('a room of more than a portion is taken in whole, and the newest slice follows the count', async () => {
    const large = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [bob] })
    await pool.query(
      `INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids)
       SELECT overlay(gen_random_uuid()::text PLACING '7' FROM 15 FOR 1)::uuid, $1, h.last_seq + n, h.rev + n, $2, 'largeword n' || n, now(), '{}'
       FROM room_head h, generate_series(1, 1700) n WHERE h.room_id = $1`,
      [large, ann.id],
    )
    await pool.query('UPDATE room_head SET last_seq = last_seq + 1700, rev = rev + 1700 WHERE room_id = $1', [large])
    await untilFed(pool)
    expect(await indexed('%largeword%')).toBe(1_700)
    await pool.query('UPDATE search_slice SET messages = 8192')
    await say(asAnn, 'slicedword one', large)
    await untilFed(pool)
    await say(asAnn, 'slicedword two', large)
    await untilFed(pool)
    const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM search_slice')
    expect(rows[0]!.n).toBe(2)
    expect(await find(asBob, 'slicedword')).toEqual(['slicedword two', 'slicedword one'])
    expect((await find(asBob, 'largeword n17')).length).toBeGreaterThan(0)
  })
})
