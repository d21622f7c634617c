import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untilFed } from '#server/core/search/testing/settled.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'

let server: TestServer
let ann: Person
let people: Record<'member' | 'stranger' | 'left' | 'kicked' | 'banned' | 'guest' | 'admin', Person>
let clients: Record<keyof typeof people, RawClient>
let asAnn: RawClient
const rooms = {} as Record<'public' | 'private' | 'direct' | 'archived' | 'private thread' | 'public thread', string>

beforeAll(async () => {
  server = await startServer(LIFTED_LIMITS)
  await createPeople(server, 1)
  ann = await createPerson(server, { username: 'ann' })
  people = {
    member: await createPerson(server, { username: 'cleo' }),
    stranger: await createPerson(server),
    left: await createPerson(server),
    kicked: await createPerson(server),
    banned: await createPerson(server),
    guest: await createPerson(server, { role: 'guest' }),
    admin: await createPerson(server, { role: 'admin' }),
  }
  const { member, left, kicked, banned } = people
  const inside = [member, left, kicked, banned]
  rooms.public = await createRoom(server, ann, { name: 'open room', members: inside })
  rooms.private = await createRoom(server, ann, { kind: 'PRIVATE', name: 'closed room', members: inside })
  rooms.archived = await createRoom(server, ann, { kind: 'PRIVATE', name: 'old room', members: [member] })
  rooms.direct = await createRoom(server, ann, { kind: 'DIRECT', members: [member] })
  asAnn = await connectRaw(server.url, ann)
  const say = async (roomId: string, body: string) => {
    const id = uuidv7()
    await asAnn.get('message:send', { id, roomId, body })
    return id
  }
  const parents = {
    'public thread': await say(rooms.public, 'onyx public'),
    'private thread': await say(rooms.private, 'onyx private'),
  }
  for (const kind of ['public thread', 'private thread'] as const) {
    const { room } = await asAnn.get('thread:open', {
      roomId: kind === 'public thread' ? rooms.public : rooms.private,
      messageId: parents[kind],
    })
    rooms[kind] = room.id
    await say(room.id, `onyx ${kind}`)
  }
  await say(rooms.archived, 'onyx archived')
  await say(rooms.direct, 'onyx direct')
  await asAnn.get('room:update', { roomId: rooms.archived, archived: true })
  clients = Object.fromEntries(
    await Promise.all(Object.entries(people).map(async ([name, person]) => [name, await connectRaw(server.url, person)])),
  )
  for (const roomId of [rooms.public, rooms.private]) {
    await clients.left.get('room:leave', { roomId })
    await asAnn.get('room:kick', { roomId, userId: kicked.id })
    await sanction(server.database.pool, { userId: banned.id, roomId, kind: 'ban' })
  }
  await untilFed(server.database.pool)
})
afterAll(async () => {
  for (const client of [asAnn, ...Object.values(clients ?? {})]) client?.close()
  await server?.close()
})

const find = async (who: keyof typeof people, query: string) =>
  (await clients[who].get('search:messages', { query })).hits.map((hit) => hit.message.body).sort()

describe('only what one may read is found [V1, F1]', () => {
  const everything = ['onyx archived', 'onyx direct', 'onyx private', 'onyx private thread', 'onyx public', 'onyx public thread']
  const open = ['onyx public', 'onyx public thread']

  test.each([
    ['member', everything],
    ['stranger', open],
    ['admin', open],
    ['guest', []],
    ['left', []],
    ['kicked', []],
    ['banned', []],
  ] as const)('%s', async (who, found) => {
    expect(await find(who, 'onyx')).toEqual(found)
    // Nor by any other way in: from, a part, a slip, an operator alone.
    for (const query of ['ony from:ann', 'onyz', 'from:@ann']) expect(await find(who, query)).toEqual(found)
    expect(await find(who, 'onyx is:thread')).toEqual(found.filter((body) => body.includes('thread')))
  })

  test('what an answer says besides is of those rooms and people alone', async () => {
    const page = await clients.stranger.get('search:messages', { query: 'onyx' })
    expect(page.rooms.map((room) => room.id).sort()).toEqual([rooms.public, rooms['public thread']].sort())
    expect(page.users.map((user) => user.id)).toEqual([ann.id])
    for (const hidden of [rooms.private, rooms.direct, rooms.archived, rooms['private thread'], people.member.id])
      expect(JSON.stringify(page)).not.toContain(hidden)
  })

  test('in: a room that is not theirs is answered, byte for byte, as one that is not there', async () => {
    for (const who of ['stranger', 'guest', 'left', 'kicked', 'banned', 'admin'] as const) {
      const nowhere = await clients[who].ask('search:messages', { query: `in:${uuidv7()} onyx` })
      expect(nowhere).toMatchObject({ ok: false, error: { code: 'not_found' } })
      const asked = [
        rooms.private,
        rooms['private thread'],
        rooms.direct,
        '"closed room"',
        '#nothing',
        '@member',
        '@nobody-at-all',
      ]
      if (who !== 'stranger' && who !== 'admin') asked.push(rooms.public, rooms['public thread'], '"open room"')
      for (const place of asked) expect(await clients[who].ask('search:messages', { query: `in:${place} onyx` })).toEqual(nowhere)
    }
    expect(await find('member', `in:${rooms.private} onyx`)).toEqual(['onyx private', 'onyx private thread'])
    expect(await find('member', `in:${rooms['private thread']} onyx`)).toEqual(['onyx private thread'])
    expect(await find('member', 'in:@ann onyx')).toEqual(['onyx direct'])
  })

  test('whoever comes back finds it again, and whoever is removed does not from then on', async () => {
    const roomId = rooms.public
    await clients.left.get('room:join', { roomId })
    expect(await find('left', 'onyx')).toEqual(open)
    await asAnn.get('room:kick', { roomId, userId: people.left.id })
    expect(await find('left', 'onyx')).toEqual([])
  })
})

test('searches have a limit of their own, and say how long to wait [S8]', async () => {
  const slow = await startServer({}, server.database)
  const client = await connectRaw(slow.url, people.member)
  try {
    const answers = await Promise.all(Array.from({ length: 30 }, () => client.ask('search:messages', { query: 'onyx' })))
    const refused = answers.filter((answer) => !answer.ok)
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(20)
    expect(refused.length).toBeGreaterThan(0)
    for (const answer of refused)
      expect(answer).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: expect.any(Number) } })
  } finally {
    client.close()
    await slow.close()
  }
})
