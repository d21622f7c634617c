import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { User } from '#protocol/models.ts'
import { createRooms } from '#server/core/rooms/rooms.ts'
import { endSession } from '#server/core/sessions/sessions.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { type Database, openDatabase } from '#server/database/database.ts'
import { queryOn } from '#server/database/transaction.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { createLane } from './lane.ts'
import type { Committed, Entry } from './outcome.ts'

let database: TestDatabase
let own: Database
let ann: Person
let bob: Person
let announced: Committed[] = []
let lane: ReturnType<typeof createLane>

beforeAll(async () => {
  database = await createTestDatabase()
  own = openDatabase(database.url, 10, () => undefined)
  ;[ann, bob] = (await createPeople(database, 2)) as [Person, Person]
})
afterAll(async () => {
  await own?.close()
  await database?.drop()
})
beforeEach(() => {
  announced = []
  lane = createLane(own.pool, (committed) => announced.push(...committed))
})

const userOf = ({ id, username, displayName }: Person): User => ({ id, username, displayName, role: 'member' })
const entry = (roomId: string, wanted: Partial<Entry> = {}): Entry => ({
  id: uuidv7(),
  roomId,
  author: userOf(ann),
  sessionId: null,
  body: 'words',
  replyToId: null,
  mentionUserIds: [],
  mentionRoom: null,
  kind: null,
  ...wanted,
})
const outcomeOf = async (push: Promise<unknown>) => {
  const since = performance.now()
  const outcome = await push.catch((error: { code?: string }) => ({ status: error.code }))
  return { ...(outcome as { status: string; mayWriteAt?: Date }), ms: performance.now() - since }
}

/** Holds the locks of rooms as another node would, until the answered function is called. */
async function hold(roomIds: string[]): Promise<() => Promise<void>> {
  const client = await database.pool.connect()
  await client.query('BEGIN')
  await client.query('SELECT 1 FROM room_head WHERE room_id = ANY ($1) ORDER BY room_id FOR NO KEY UPDATE', [roomIds])
  return async () => {
    await client.query('ROLLBACK')
    client.release()
  }
}

test('without a free connection every message is answered unavailable within 3 s, also what comes in meanwhile, and may be asked again [M2, W4]', async () => {
  const scarce = openDatabase(database.url, 3, () => undefined)
  const roomId = await createRoom(database, ann)
  const busy = [await scarce.pool.connect(), await scarce.pool.connect()]
  const narrow = createLane(scarce.pool, () => undefined)
  const entries = [entry(roomId), entry(roomId)]
  const first = outcomeOf(narrow.push(entries[0]!))
  await expect.poll(() => scarce.pool.waitingCount).toBe(1)
  const answers = await Promise.all([first, outcomeOf(narrow.push(entries[1]!))])
  for (const answer of answers) {
    expect(answer.status).toBe('unavailable')
    expect(answer.ms).toBeLessThan(3_000)
  }
  for (const client of busy) client.release()
  for (const again of entries) expect((await outcomeOf(narrow.push(again))).status).toMatch(/^(new|dup)$/)
  await narrow.idle()
  await scarce.close()
})

describe('a room that somebody else holds', () => {
  test('delays no other room, and its own messages go in as soon as it is let go, in order [K1, W4]', async () => {
    const [held, free] = [await createRoom(database, ann), await createRoom(database, ann)]
    const release = await hold([held])
    const waiting = Array.from({ length: 5 }, () => lane.push(entry(held)))
    const others = await Promise.all(Array.from({ length: 10 }, () => outcomeOf(lane.push(entry(free)))))
    for (const other of others) expect(other).toMatchObject({ status: 'new' })
    expect(lane.depth()).toBe(5)
    await release()
    const seqs = (await Promise.all(waiting)).map((outcome) => outcome.status === 'new' && outcome.message.seq)
    expect(seqs).toEqual([1, 2, 3, 4, 5])
  })

  test('is answered unavailable in about half a second, also when many are held at once [W4]', async () => {
    const rooms = await Promise.all(Array.from({ length: 12 }, () => createRoom(database, ann)))
    const free = await createRoom(database, ann)
    const release = await hold(rooms)
    try {
      const refused = rooms.map((roomId) => outcomeOf(lane.push(entry(roomId))))
      expect(await outcomeOf(lane.push(entry(free)))).toMatchObject({ status: 'new' })
      for (const outcome of await Promise.all(refused)) {
        expect(outcome.status).toBe('unavailable')
        expect(outcome.ms).toBeGreaterThan(400)
        expect(outcome.ms).toBeLessThan(1_500)
      }
      expect(await outcomeOf(lane.push(entry(free)))).toMatchObject({ status: 'new' })
    } finally {
      await release()
    }
    await lane.idle()
    expect(await outcomeOf(lane.push(entry(rooms[11]!)))).toMatchObject({ status: 'new' })
  })

  test('a thread waits for the room of its message, which takes a rev with each reply [D2]', async () => {
    const roomId = await createRoom(database, ann)
    const parent = entry(roomId)
    await lane.push(parent)
    const thread = await createRooms(own.pool).openThread(userOf(ann), roomId, parent.id)
    const release = await hold([roomId])
    const reply = lane.push(entry(thread.id))
    await outcomeOf(lane.push(entry(await createRoom(database, ann))))
    expect(lane.depth()).toBe(1)
    await release()
    expect(await reply).toMatchObject({ status: 'new', message: { seq: 1 } })
    await lane.idle()
    const touched = announced.find((committed) => committed.touched.length > 0)
    expect(touched).toMatchObject({ roomId, rev: touched!.prev + 1, touched: [{ id: parent.id, count: 1 }] })
  })
})

describe('a batch', () => {
  test('one bad row fails alone and takes no seq', async () => {
    const roomId = await createRoom(database, ann)
    const release = await hold([roomId])
    // What is pushed while the room is held is one batch when it is let go.
    const pushes = ['one', 'two \u0000', 'three'].map((body) => outcomeOf(lane.push(entry(roomId, { body }))))
    await outcomeOf(lane.push(entry(await createRoom(database, ann))))
    await release()
    expect((await Promise.all(pushes)).map(({ status }) => status)).toEqual(['new', '22021', 'new'])
    const { rows } = await database.pool.query('SELECT body, seq FROM message WHERE room_id = $1 ORDER BY seq', [roomId])
    expect(rows).toEqual([
      { body: 'one', seq: '1' },
      { body: 'three', seq: '2' },
    ])
  })

  test('one id twice at once is one message; of two authors the second gets a conflict [M2]', async () => {
    const roomId = await createRoom(database, ann, { members: [bob] })
    const id = uuidv7()
    const release = await hold([roomId])
    const pushes = [ann, ann, bob].map((author) => outcomeOf(lane.push(entry(roomId, { id, author: userOf(author) }))))
    await release()
    expect((await Promise.all(pushes)).map(({ status }) => status)).toEqual(['new', 'dup', 'conflict'])
    const elsewhere = await createRoom(database, ann)
    expect(await outcomeOf(lane.push(entry(elsewhere, { id })))).toMatchObject({ status: 'new' })
  })

  test('in slow mode one message of an author is in time, also when several come at once; the owner is not slowed', async () => {
    const roomId = await createRoom(database, ann, { members: [bob] })
    await createRooms(own.pool).update(userOf(ann), roomId, { slowModeSeconds: 60 })
    const release = await hold([roomId])
    const asBob = () => outcomeOf(lane.push(entry(roomId, { author: userOf(bob) })))
    const pushes = [asBob(), asBob(), asBob()]
    await release()
    const [first, ...others] = await Promise.all([...pushes, asBob()])
    expect(first?.status).toBe('new')
    for (const other of others) {
      expect(other.status).toBe('slow_mode')
      const wait = other.mayWriteAt!.getTime() - Date.now()
      expect(wait).toBeGreaterThan(50_000)
      expect(wait).toBeLessThanOrEqual(60_000)
    }
    expect((await Promise.all([1, 2].map(() => outcomeOf(lane.push(entry(roomId)))))).map(({ status }) => status)).toEqual([
      'new',
      'new',
    ])
  })

  test('beyond 5,000 messages or 8 MB nothing more waits: unavailable at once', async () => {
    const roomId = await createRoom(database, ann)
    const release = await hold([roomId])
    const body = 'x'.repeat(100_000)
    const pushes = Array.from({ length: 90 }, () => outcomeOf(lane.push(entry(roomId, { body }))))
    const refused = await outcomeOf(lane.push(entry(roomId)))
    expect(refused.status).toBe('unavailable')
    expect(refused.ms).toBeLessThan(100)
    await release()
    expect((await Promise.all(pushes)).filter(({ status }) => status === 'new').length).toBeGreaterThan(0)
    await lane.idle()
    expect(await outcomeOf(lane.push(entry(roomId)))).toMatchObject({ status: 'new' })
  })
})

describe('whoever lost the right', () => {
  test.each([
    ['muted', () => ({ kind: 'mute' as const })],
    ['banned', () => ({ kind: 'ban' as const })],
  ])('%s: is refused by the commit itself; what was stored before is still answered [K5, W3]', async (status, wanted) => {
    const roomId = await createRoom(database, ann, { members: [bob] })
    const before = entry(roomId, { author: userOf(bob) })
    expect(await outcomeOf(lane.push(before))).toMatchObject({ status: 'new' })
    await sanction(own.pool, { userId: bob.id, roomId, ...wanted() })
    expect(await outcomeOf(lane.push(entry(roomId, { author: userOf(bob) })))).toMatchObject({ status })
    expect(await outcomeOf(lane.push(before))).toMatchObject({ status: 'dup' })
    const elsewhere = await createRoom(database, ann, { members: [bob] })
    expect(await outcomeOf(lane.push(entry(elsewhere, { author: userOf(bob) })))).toMatchObject({ status: 'new' })
  })

  test('a session that ended stores nothing more [K5, M3]', async () => {
    const [cy] = await createPeople(database, 1)
    const roomId = await createRoom(database, ann, { members: [cy!] })
    const asCy = () => outcomeOf(lane.push(entry(roomId, { author: userOf(cy!), sessionId: cy!.session.id })))
    expect(await asCy()).toMatchObject({ status: 'new' })
    await endSession(queryOn(own.pool), cy!.session.id)
    expect(await asCy()).toMatchObject({ status: 'session_ended' })
  })

  test('a ban that waits for the room comes after what was there first, and before what comes later [W3]', async () => {
    const roomId = await createRoom(database, ann, { members: [bob] })
    const release = await hold([roomId])
    const banned = sanction(own.pool, { userId: bob.id, roomId, kind: 'ban' })
    await vi.waitFor(async () => {
      const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      expect((await database.pool.query(waits)).rowCount).toBe(1)
    })
    const late = outcomeOf(lane.push(entry(roomId, { author: userOf(bob) })))
    await release()
    await banned
    expect(await late).toMatchObject({ status: 'banned' })
  })
})
