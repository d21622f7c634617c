import { request } from 'node:http'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { endSession, endSessions } from '#server/core/sessions/sessions.ts'
import { queryOn } from '#server/database/transaction.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster, startServer } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person

beforeAll(async () => {
  cluster = await startCluster(2, {
    NEXTAUTH_URL: 'https://chat.example.org',
    ALLOWED_ORIGINS: 'https://other.example.org:8443',
    RECONCILE_MS: '60000',
  })
  ann = await createPerson(cluster)
})
afterAll(() => cluster?.close())

const url = (node = 0) => cluster.nodes[node]!.url
/** Why a connection was refused; null when it was let in. */
async function refusal(person: Pick<Person, 'token'>, auth: object = {}, node = 0): Promise<{ code: string } | null> {
  try {
    const client = await connectRaw(url(node), person, { hello: false, auth })
    client.close()
    return null
  } catch (error) {
    return (error as { data: { code: string } }).data
  }
}

describe('where a connection may come from [S1]', () => {
  const upgrade = (origin: string | null, host?: string) =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(`${url().replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
        headers: { ...(origin === null ? {} : { origin }), ...(host ? { host } : {}) },
      })
      socket.on('message', () => {
        resolve(true)
        socket.terminate()
      })
      socket.on('error', () => resolve(false))
    })
  const poll = (origin: string | null, host?: string) =>
    new Promise<number>((resolve, reject) => {
      const asked = request(
        `${url()}/socket.io/?EIO=4&transport=polling`,
        { headers: { ...(origin === null ? {} : { origin }), ...(host ? { host } : {}) } },
        (answer) => {
          answer.resume()
          // A page that is refused is not told that it may read the refusal.
          const isTold = answer.headers['access-control-allow-origin'] !== undefined
          if (isTold !== (answer.statusCode === 200 && origin !== null)) reject(new Error('told another origin what it may read'))
          resolve(answer.statusCode ?? 0)
        },
      )
      asked.on('error', reject)
      asked.end()
    })

  test.each([
    ['no page at all: the token decides', null],
    ['the web’s own origin', 'https://chat.example.org'],
    ['an origin that is allowed', 'https://other.example.org:8443'],
    ['the socket host’s own name at another port', 'http://localhost:3000'],
    ['the socket host’s own name over https', 'https://localhost'],
  ])('%s is let in', async (_, origin) => {
    expect(await upgrade(origin)).toBe(true)
    expect(await poll(origin)).toBe(200)
  })

  test.each([
    'null',
    'https://evil.example',
    'http://chat.example.org',
    'https://chat.example.org:444',
    'https://chat.example.org.',
    'https://CHAT.example.org',
    'https://chat.example.org/',
    'https://chat.example.org.evil.example',
    'https://evil.chat.example.org',
    'https://evilchat.example.org',
    'https://other.example.org',
    'http://other.example.org:8443',
    'https://user@chat.example.org',
    'file://',
    'chrome-extension://abcdef',
    'http://localhost.evil.example',
    'garbage',
  ])('%s is refused on both transports', async (origin) => {
    expect(await upgrade(origin)).toBe(false)
    expect(await poll(origin)).toBe(403)
  })

  test.each([
    ['https://chat.example.org', true],
    ['http://chat.example.org', false],
    ['https://chat.example.org:8443', false],
    ['http://chat.example.org:3000', false],
    ['http://localhost:3000', false],
  ])('at the web’s own host name only the web’s own origin: %s, %s', async (origin, isWelcome) => {
    expect(await upgrade(origin, 'chat.example.org')).toBe(isWelcome)
    expect(await poll(origin, 'chat.example.org')).toBe(isWelcome ? 200 : 403)
  })

  test('at another port of that host, as while trying it out, the page there too', async () => {
    expect(await upgrade('http://chat.example.org:3005', 'chat.example.org:3005')).toBe(true)
    expect(await upgrade('http://chat.example.org:3006', 'chat.example.org:3005')).toBe(false)
  })

  test('a page’s origin is not believed because the Host header is missing or broken [S1]', async () => {
    expect(await upgrade('https://evil.example', 'a:b:c')).toBe(false)
  })
})

describe('an end is an end [K5]', () => {
  const query = () => queryOn(cluster.database.pool)

  test('only that one session of a person', async () => {
    const [person] = (await createPeople(cluster, 1)) as [Person]
    const client = await connectRaw(url(0), person)
    await endSessions(query(), person.id, 'revoked', person.session.id)
    await endSession(query(), uuidv7())
    expect(await client.get('user:get', { ids: [person.id] })).toMatchObject({ users: [{ id: person.id }] })
    client.close()
  })

  test('a ban that comes between handshake and hello lets nobody in', async () => {
    const [person] = (await createPeople(cluster, 1)) as [Person]
    const client = await connectRaw(url(0), person, { hello: false })
    await cluster.database.pool.query(`INSERT INTO sanction (id, user_id, kind) VALUES (gen_random_uuid(), $1, 'ban')`, [
      person.id,
    ])
    expect(await client.ask('session:hello', { revs: {} })).toMatchObject({ error: { code: 'banned' } })
    client.close()
  })

  test('a refresh reads the session again: it goes on while the row lives, and not after', async () => {
    const [person] = (await createPeople(cluster, 1)) as [Person]
    const client = await connectRaw(url(0), person)
    const { expiresAt } = await client.get('session:refresh', {})
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(290_000)
    await cluster.database.pool.query('UPDATE session SET ended_at = now() WHERE id = $1', [person.session.id])
    expect(await client.ask('session:refresh', {})).toMatchObject({ error: { code: 'unauthorized' } })
    client.close()
  })
})

describe('a client over long-polling', () => {
  test('does everything a WebSocket does, and goes over to one', async () => {
    const [bob] = (await createPeople(cluster, 1)) as [Person]
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    const asAnn = await connectRaw(url(0), ann, { transports: ['polling'] })
    const asBob = await connectRaw(url(1), bob, { transports: ['polling'] })
    const id = uuidv7()
    await asAnn.get('message:send', { id, roomId, body: '😀'.repeat(25_600) })
    const frame = await asBob.hear('room:changes', (told) => told.messages.some((row) => row.id === id))
    expect(frame.messages[0]?.body).toHaveLength(51_200)
    expect(asBob.socket.io.engine.transport.name).toBe('polling')
    const both = await connectRaw(url(0), bob, { transports: ['polling', 'websocket'] })
    await expect.poll(() => both.socket.io.engine.transport.name).toBe('websocket')
    await both.get('message:send', { id: uuidv7(), roomId, body: 'over' })
    for (const client of [asAnn, asBob, both]) client.close()
  })
})

describe('limits', () => {
  test('of connections: the eleventh of one person is refused, and comes in when one is gone', async () => {
    const [person] = (await createPeople(cluster, 1)) as [Person]
    const clients = await Promise.all(Array.from({ length: 10 }, () => connectRaw(url(0), person)))
    const refused = (await refusal(person)) as { code: string; retryAfterMs?: number }
    expect(refused).toMatchObject({ code: 'too_many_connections', retryAfterMs: expect.any(Number) })
    clients.pop()?.close()
    await expect.poll(() => refusal(person)).toBeNull()
    for (const client of clients) client.close()
  })

  test('of one person’s messages: 20 at once, then 10 a second, over all nodes together; the told wait is true [L9]', async () => {
    const [person, other] = (await createPeople(cluster, 2)) as [Person, Person]
    const rooms = await Promise.all(Array.from({ length: 2 }, () => createRoom(cluster, person, { members: [other] })))
    const clients = [await connectRaw(url(0), person), await connectRaw(url(1), person)]
    const started = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        clients[i % 2]!.ask('message:send', { id: uuidv7(), roomId: rooms[i % 2]!, body: `number ${i}` }),
      ),
    )
    const seconds = (performance.now() - started) / 1_000
    const taken = answers.filter((answer) => answer.ok).length
    expect(taken).toBeGreaterThanOrEqual(20)
    expect(taken).toBeLessThanOrEqual(21 + Math.ceil(seconds * 10))
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
    expect(refused.length).toBeGreaterThan(0)
    for (const error of refused) expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) })
    const last = refused.at(-1)!.retryAfterMs!
    await new Promise((resolve) => setTimeout(resolve, last))
    expect(await clients[0]!.ask('message:send', { id: uuidv7(), roomId: rooms[0]!, body: 'in time' })).toMatchObject({
      ok: true,
    })
    // Nobody else pays for it.
    const asOther = await connectRaw(url(0), other)
    expect(await asOther.ask('message:send', { id: uuidv7(), roomId: rooms[0]!, body: 'mine' })).toMatchObject({ ok: true })
    for (const client of [...clients, asOther]) client.close()
  })

  test('of what one person writes in a second: 256 KB over all nodes together, whatever the number of messages [S8]', async () => {
    const [person] = (await createPeople(cluster, 1)) as [Person]
    const roomId = await createRoom(cluster, person)
    const clients = [await connectRaw(url(0), person), await connectRaw(url(1), person)]
    const send = (i: number) => clients[i % 2]!.ask('message:send', { id: uuidv7(), roomId, body: 'x'.repeat(100_000) })
    const started = performance.now()
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => send(i)))
    const seconds = (performance.now() - started) / 1_000
    const taken = answers.filter((answer) => answer.ok).length
    expect(taken).toBeGreaterThanOrEqual(2)
    expect(taken).toBeLessThanOrEqual(2 + Math.ceil(seconds * 2.7))
    const refused = answers.find((answer) => !answer.ok)
    if (!refused || refused.ok) throw new Error('none was refused')
    expect(refused.error).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) })
    for (const client of clients) client.close()
  })

  test('of one room: what everybody in it writes together [S8]', async () => {
    const busy = await startServer({ LIMIT_ROOM_MESSAGES_PER_SECOND: '5' })
    onTestFinished(() => busy.close())
    const people = await createPeople(busy, 4)
    const roomId = await createRoom(busy, people[0]!, { members: people.slice(1) })
    const quietId = await createRoom(busy, people[0]!)
    const clients = await Promise.all(people.map((person) => connectRaw(busy.url, person)))
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => clients[i % 4]!.ask('message:send', { id: uuidv7(), roomId, body: 'words' })),
    )
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
    expect(refused.length).toBeGreaterThan(15)
    expect(refused[0]).toMatchObject({ code: 'rate_limited', message: 'This room is too busy.' })
    expect(await clients[0]!.ask('message:send', { id: uuidv7(), roomId: quietId, body: 'words' })).toMatchObject({ ok: true })
    for (const client of clients) client.close()
  })

  test('of what waits for one room: the 101st request is refused at once, those before it are answered in order [S3]', async () => {
    const [person] = (await createPeople(cluster, 1)) as [Person]
    const roomId = await createRoom(cluster, person)
    const client = await connectRaw(url(0), person)
    const order: number[] = []
    const answers = await Promise.all(
      Array.from({ length: 130 }, async (_, i) => {
        const answer = await client.ask('room:get', { roomId })
        if (answer.ok) order.push(i)
        return answer
      }),
    )
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
    expect(refused.length).toBeGreaterThan(0)
    expect(answers.slice(0, 100).every((answer) => answer.ok)).toBe(true)
    for (const error of refused) expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) })
    expect(order).toEqual([...order].sort((a, b) => a - b))
    client.close()
  })

  test('of hellos: a flood of them is refused after the twentieth', async () => {
    const [person] = (await createPeople(cluster, 1)) as [Person]
    const client = await connectRaw(url(0), person)
    const answers = await Promise.all(Array.from({ length: 90 }, () => client.ask('session:hello', { revs: {} })))
    expect(answers.filter((answer) => answer.ok).length).toBeGreaterThanOrEqual(19)
    expect(answers.filter((answer) => !answer.ok).length).toBeGreaterThan(60)
    client.close()
  })
})

describe('a flood', () => {
  test('of ten thousand words about typing closes its connection and slows nobody else', async () => {
    const [person, other] = (await createPeople(cluster, 2)) as [Person, Person]
    const roomId = await createRoom(cluster, other, { members: [person] })
    const [client, asOther] = [await connectRaw(url(0), person), await connectRaw(url(0), other)]
    const closed = new Promise((resolve) => client.socket.once('disconnect', resolve))
    const flood = client.socket as unknown as { emit(...args: unknown[]): void }
    for (let i = 0; i < 10_000; i++) flood.emit('typing:set', { roomId, typing: true })
    const since = performance.now()
    await asOther.get('message:send', { id: uuidv7(), roomId, body: 'still here' })
    expect(performance.now() - since).toBeLessThan(4_000)
    expect(await closed).toBe('transport close')
    asOther.close()
  })
})

describe('a connection that says no hello', () => {
  test('is closed after ten seconds', async () => {
    const client = await connectRaw(url(0), ann, { hello: false })
    const since = performance.now()
    expect(await new Promise((resolve) => client.socket.once('disconnect', resolve))).toBe('transport close')
    expect(performance.now() - since).toBeGreaterThan(8_000)
  })
})
