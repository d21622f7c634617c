import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { PROTOCOL_VERSION } from '#protocol/limits.ts'
import { createSession } from '#server/core/sessions/sessions.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import { queryOn } from '#server/database/transaction.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let owner: Person
let admin: Person

beforeAll(async () => {
  cluster = await startCluster(2, { RECONCILE_MS: '60000', LIMIT_REQUESTS_PER_SECOND: '100000' })
  owner = await createPerson(cluster, { username: 'the-owner' })
  admin = await createPerson(cluster, { username: 'the-admin', role: 'admin' })
})
afterAll(() => cluster?.close())

const person = async () => (await createPeople(cluster, 1))[0] as Person
type Who = Pick<Person, 'token'>

async function connect(who: Who, node = 0, options: Parameters<typeof connectRaw>[2] = {}): Promise<RawClient> {
  const client = await connectRaw(cluster.nodes[node]!.url, who, options)
  onTestFinished(() => client.close())
  return client
}
/** Another sign-in of the same person. */
async function signInAgain(who: Person): Promise<Who & { sessionId: string }> {
  const query = queryOn(cluster.database.pool)
  const session = await createSession(query, { userId: who.id, days: 30, userAgent: 'curl/8', address: '192.0.2.7' })
  const claims = { userId: who.id, sessionId: session.id, sessionVersion: session.version }
  return { sessionId: session.id, token: async () => (await mintSocketToken(claims, TEST_SECRET)).token }
}
const signIns = async (client: RawClient) => (await client.get('session:list', {})).sessions
const rowsOf = async (who: Person) =>
  (await cluster.database.pool.query('SELECT id FROM connection WHERE user_id = $1', [who.id])).rows.map(
    (row) => row.id as string,
  )
const closing = (client: RawClient) => new Promise((resolve) => client.socket.once('disconnect', resolve))

describe('where one is signed in', () => {
  test('every session with its device, address and open connections, on whatever node [J1] [J5]', async () => {
    const ann = await person()
    const other = await signInAgain(ann)
    const [first, second] = [await connect(ann, 0), await connect(ann, 1)]
    const third = await connect(other, 1)
    const sessions = await signIns(first)
    const here = sessions.find((session) => session.id === ann.session.id)
    const there = sessions.find((session) => session.id === other.sessionId)
    expect(sessions).toHaveLength(2)
    expect(here).toMatchObject({ current: true, address: '127.0.0.1' })
    expect(here?.connections.map(({ id }) => id)).toEqual([first.socket.id, second.socket.id])
    expect(new Set(here?.connections.map(({ node }) => node)).size).toBe(2)
    expect(there).toMatchObject({ current: false, device: 'Another app', address: '192.0.2.7' })
    expect(there?.connections).toMatchObject([{ id: third.socket.id, hidden: false }])
    third.close()
    await expect.poll(async () => (await signIns(first)).find(({ current }) => !current)?.connections).toEqual([])
  })

  test('a page that is hidden is known to be, from hello on and whenever it is told, with an ack or without [J1]', async () => {
    const client = await connect(await person(), 0, { hello: false })
    await client.get('session:hello', { revs: {}, hidden: true })
    const hidden = async () => (await signIns(client))[0]?.connections[0]?.hidden
    await expect.poll(hidden).toBe(true)
    await client.get('session:visible', { visible: true })
    await expect.poll(hidden).toBe(false)
    const bare = client.socket as unknown as { emit(...args: unknown[]): void }
    bare.emit('session:visible', { visible: false })
    await expect.poll(hidden).toBe(true)
  })

  test('one ends one’s other session: it is told and closed on every node within a second, and its token is dead [J5] [K5]', async () => {
    const ann = await person()
    const other = await signInAgain(ann)
    const here = await connect(ann, 0)
    const there = [await connect(other, 0), await connect(other, 1)]
    const closed = Promise.all(there.map(closing))
    const since = performance.now()
    await here.get('session:end', { sessionId: other.sessionId })
    for (const client of there) expect(await client.hear('session:ended')).toEqual({ reason: 'revoked' })
    await closed
    expect(performance.now() - since).toBeLessThan(1_000)
    await expect(connect(other)).rejects.toMatchObject({ data: { code: 'unauthorized' } })
    expect((await signIns(here)).map(({ id }) => id)).toEqual([ann.session.id])
    expect(await here.ask('session:end', { sessionId: other.sessionId }), 'ending it again').toEqual({ ok: true, data: {} })
  })

  test('one ends all one’s other sessions and stays oneself; nobody else notices [J5]', async () => {
    const [ann, ben] = [await person(), await person()]
    const others = [await signInAgain(ann), await signInAgain(ann)]
    const [here, asBen] = [await connect(ann, 0), await connect(ben, 1)]
    const there = [await connect(others[0]!, 1), await connect(others[1]!, 0)]
    expect(await here.get('session:end-others', {})).toEqual({ ended: 2 })
    for (const client of there) expect(await client.hear('session:ended')).toEqual({ reason: 'revoked' })
    expect(await signIns(here)).toMatchObject([{ id: ann.session.id, current: true }])
    expect(await signIns(asBen)).toHaveLength(1)
  })

  test('another’s session is not found, word for word like one that is not there [V1] [J5]', async () => {
    const [ann, ben] = [await person(), await person()]
    const [asAnn, asBen] = [await connect(ann), await connect(ben)]
    const nobodys = await asAnn.ask('session:end', { sessionId: crypto.randomUUID() })
    expect(nobodys).toMatchObject({ ok: false, error: { code: 'not_found' } })
    for (const theirs of [ben.session.id, owner.session.id]) {
      expect(await asAnn.ask('session:end', { sessionId: theirs })).toEqual(nobodys)
    }
    expect(await signIns(asBen)).toHaveLength(1)
  })
})

describe('ten connections a person', () => {
  test('are ten over all nodes, also when twenty come at once [J3]', async () => {
    const ann = await person()
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => connect(ann, i % 2)))
    const open = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(open).toHaveLength(10)
    for (const one of results) {
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ data: { code: 'too_many_connections', retryAfterMs: expect.any(Number) } })
    }
    expect(open.every((client) => client.socket.connected)).toBe(true)
    expect((await rowsOf(ann)).sort()).toEqual(open.map((client) => client.socket.id as string).sort())
  })

  test('when they are all open, the eleventh has the oldest hidden one ended, on another node too, and gets in [J3]', async () => {
    const ann = await person()
    const clients: RawClient[] = []
    for (let i = 0; i < 10; i++) clients.push(await connect(ann, i % 2))
    await expect(connect(ann, 0)).rejects.toMatchObject({ data: { code: 'too_many_connections' } })
    for (const at of [7, 3]) await clients[at]!.get('session:visible', { visible: false })
    const hidden = async () => (await signIns(clients[0]!))[0]?.connections.filter((one) => one.hidden).length
    await expect.poll(hidden).toBe(2)
    const closed = closing(clients[3]!)
    const eleventh = await connect(ann, 0)
    expect(await clients[3]!.hear('session:ended')).toEqual({ reason: 'replaced' })
    expect(await closed).toBe('io server disconnect')
    await expect.poll(() => rowsOf(ann)).toHaveLength(10)
    expect(clients.filter((client) => client.socket.connected)).toHaveLength(9)
    expect(clients.every((client, at) => at === 3 || !client.heard.some((one) => one.event === 'session:ended'))).toBe(true)
    expect(await signIns(eleventh)).toHaveLength(1)
  })

  test('a connection that comes back in the place of what it was is let in, and its ghost is closed [J3]', async () => {
    const ann = await person()
    const clients: RawClient[] = []
    for (let i = 0; i < 10; i++) clients.push(await connect(ann, 0))
    const ghost = clients[5]!
    await connect(ann, 1, { auth: { former: ghost.socket.id! } })
    expect(await ghost.hear('session:ended')).toEqual({ reason: 'replaced' })
    await expect(connect(ann, 1, { auth: { former: 'nothing' } })).rejects.toMatchObject({
      data: { code: 'too_many_connections' },
    })
  })

  test('a handshake that nobody waits for leaves no place taken [J1]', async () => {
    const ann = await person()
    const auth = JSON.stringify({ token: await ann.token(), protocol: PROTOCOL_VERSION, deviceId: 'gone' })
    await Promise.all(
      Array.from({ length: 10 }, async (_, i) => {
        const wire = new WebSocket(`${cluster.nodes[0]!.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
        await new Promise((resolve) => wire.once('message', resolve))
        wire.send(`40${auth}`, () => (i % 2 ? wire.terminate() : setImmediate(() => wire.terminate())))
        await new Promise((resolve) => wire.once('close', resolve))
      }),
    )
    await connect(ann, 1)
    await expect.poll(() => rowsOf(ann)).toHaveLength(1)
  })
})

describe('a database that forgot who is connected', () => {
  test('is told again by every node, and nobody’s connection ends [J2]', async () => {
    const ann = await person()
    const clients = [await connect(ann, 0), await connect(ann, 1)]
    await cluster.database.pool.query('TRUNCATE node, connection')
    expect(await rowsOf(ann)).toEqual([])
    await expect.poll(() => rowsOf(ann), { timeout: 15_000 }).toHaveLength(2)
    expect(clients.every((client) => client.socket.connected)).toBe(true)
    expect(await signIns(clients[0]!)).toMatchObject([
      { connections: [{ id: clients[0]!.socket.id }, { id: clients[1]!.socket.id }] },
    ])
  })
})

describe('who is connected to the whole installation', () => {
  test('is shown to owners and admins, by name and in pages, with the nodes they are on [J5]', async () => {
    const people: Person[] = []
    for (const name of ['zoe', 'zacharias', 'zenobia']) {
      people.push(await createPerson(cluster, { username: `${name}-of-the-list`, displayName: `${name} Listed` }))
    }
    for (const [i, one] of people.entries()) for (let n = 0; n <= i; n++) await connect(one, n % 2)
    const asAdmin = await connect(admin, 0)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await asAdmin.get('connection:list', { query: 'LISTED', limit: 2, ...(cursor ? { cursor } : {}) })
      expect(page.connections.length).toBeLessThanOrEqual(2)
      expect(page.connections.every((one) => page.users.some((user) => user.id === one.userId))).toBe(true)
      seen.push(...page.connections.map((one) => page.users.find((user) => user.id === one.userId)?.displayName ?? ''))
      cursor = page.next
    } while (cursor)
    const [zoe, zacharias, zenobia] = people.map((one) => one.displayName)
    expect(seen).toEqual([zacharias, zacharias, zenobia, zenobia, zenobia, zoe])

    const page = await asAdmin.get('connection:list', { query: 'zoe-of' })
    expect(page.connections).toMatchObject([
      {
        userId: people[0]!.id,
        sessionId: people[0]!.session.id,
        address: '127.0.0.1',
        transport: 'websocket',
        mayEnd: true,
        current: false,
      },
    ])
    expect(page.nodes).toHaveLength(2)
    expect(page.nodes.reduce((sum, node) => sum + node.connections, 0)).toBe(
      (await cluster.database.pool.query('SELECT 1 FROM parley_connected()')).rows.length,
    )
  })

  test('is forbidden to everybody else [J5]', async () => {
    for (const role of ['member', 'moderator', 'guest'] as const) {
      const client = await connect(await createPerson(cluster, { role }))
      expect(await client.ask('connection:list', {}), role).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    }
    expect(await (await connect(owner)).ask('connection:list', {})).toMatchObject({ ok: true })
  })

  test.each(['|', 'a|b|c', 'a|-1|c', `a|${Number.MAX_SAFE_INTEGER}|c`, 'a'])(
    'a page that never was is invalid: %s',
    async (cursor) => {
      expect(await (await connect(admin)).ask('connection:list', { cursor })).toMatchObject({
        ok: false,
        error: { code: 'invalid' },
      })
    },
  )

  test('an admin ends the session of somebody below, and no equal’s or better’s [J5]', async () => {
    const [member, equal] = [await person(), await createPerson(cluster, { role: 'admin' })]
    const [asAdmin, asMember, asOwner] = [await connect(admin, 0), await connect(member, 1), await connect(owner, 1)]
    await asAdmin.get('session:end', { sessionId: member.session.id })
    expect(await asMember.hear('session:ended')).toEqual({ reason: 'revoked' })
    for (const theirs of [equal, owner]) {
      expect(await asAdmin.ask('session:end', { sessionId: theirs.session.id })).toMatchObject({ error: { code: 'forbidden' } })
    }
    expect(asOwner.socket.connected).toBe(true)
    const shown = (await asAdmin.get('connection:list', { query: owner.username })).connections
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.every((one) => !one.mayEnd)).toBe(true)
  })
})

describe('a refresh brings a token for the next handshake', () => {
  test('it lets one in without a web host, on any node, and dies with the session [J6]', async () => {
    const ann = await person()
    const client = await connect(ann, 0)
    const token = (await client.get('session:refresh', {})).token!
    expect(Date.parse(token.expiresAt) - Date.now()).toBeGreaterThan(290_000)
    const again = await connect({ token: async () => token.token }, 1)
    await again.get('session:end', { sessionId: ann.session.id }).catch(() => undefined)
    await expect(connect({ token: async () => token.token }, 1)).rejects.toMatchObject({ data: { code: 'unauthorized' } })
  })
})
