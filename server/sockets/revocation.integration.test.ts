import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { promote, resetPassword } from '#server/core/accounts/operator.ts'
import { endSession, endSessions } from '#server/core/sessions/sessions.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { queryOn } from '#server/database/transaction.ts'
import { startRedis, type TestRedis } from '#server/live/testing/redis-server.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

/** What the contract allows from the commit on. */
const WITHIN_MS = 1_000
const NODES = 3
const TOMORROW = new Date(Date.now() + 86_400_000)

let cluster: Cluster
let redis: TestRedis
let owner: Person

beforeAll(async () => {
  redis = await startRedis()
  // The sweeper must not be what does it.
  cluster = await startCluster(NODES, { REDIS_URL: redis.url, RECONCILE_MS: '60000', ...LIFTED_LIMITS })
  owner = await createPerson(cluster)
})
afterAll(async () => {
  await cluster?.close()
  await redis?.kill()
})

const pool = () => cluster.database.pool
const account = () => ({ database: { pool: pool() }, settings: cluster.nodes[0]!.env })
const everywhere = (person: Person): Promise<RawClient[]> =>
  Promise.all(cluster.nodes.map((node, i) => connectRaw(node.url, person, { transports: [i === 0 ? 'polling' : 'websocket'] })))

type Way = { name: string; told: object; refusedAs: string; end(person: Person): Promise<unknown> }
// Each is what a web host does too: nothing but a transaction.
const WAYS: Way[] = [
  {
    name: 'a ban',
    told: { reason: 'banned' },
    refusedAs: 'banned',
    end: ({ id }) => sanction(pool(), { userId: id, roomId: null, kind: 'ban' }),
  },
  {
    name: 'a suspension, told with its end',
    told: { reason: 'banned', until: TOMORROW.toISOString() },
    refusedAs: 'banned',
    end: ({ id }) => sanction(pool(), { userId: id, roomId: null, kind: 'ban', expiresAt: TOMORROW }),
  },
  {
    name: 'a sign-out',
    told: { reason: 'revoked' },
    refusedAs: 'unauthorized',
    end: ({ session }) => endSession(queryOn(pool()), session.id),
  },
  {
    name: 'a sign-out everywhere',
    told: { reason: 'revoked' },
    refusedAs: 'unauthorized',
    end: ({ id }) => endSessions(queryOn(pool()), id),
  },
  {
    name: 'a new password',
    told: { reason: 'revoked' },
    refusedAs: 'unauthorized',
    end: ({ username }) => resetPassword(account(), username, 'a new password'),
  },
  {
    name: 'another role',
    told: { reason: 'revoked' },
    refusedAs: 'unauthorized',
    end: ({ username }) => promote(account(), username, 'guest'),
  },
]

function describeRevocation(name: string) {
  describe(`${name}, on ${NODES} nodes`, () => {
    test.each(WAYS)('$name is refused at the commit and heard no more within a second [K5, W3]', async (way) => {
      const person = await createPerson(cluster)
      const roomId = await createRoom(cluster, owner, { kind: 'PRIVATE', members: [person] })
      const clients = await everywhere(person)
      expect(await clients[1]!.ask('message:send', { id: uuidv7(), roomId, body: 'before' })).toMatchObject({ ok: true })
      const closed = Promise.all(clients.map((client) => new Promise((done) => client.socket.once('disconnect', done))))
      await way.end(person)
      const since = performance.now()
      const late = uuidv7()
      // Unless it is closed already; and its end may come before the answer.
      const asked = clients[1]!.socket.connected
        ? clients[1]!.ask('message:send', { id: late, roomId, body: 'after' }).catch(() => null)
        : null
      const answer = await Promise.race([asked, closed.then(() => null)])
      if (answer) expect(answer).toMatchObject({ ok: false, error: { code: way.refusedAs } })
      expect(await closed).toEqual(Array(NODES).fill('io server disconnect'))
      expect(performance.now() - since).toBeLessThan(WITHIN_MS)
      for (const client of clients) expect(await client.hear('session:ended')).toEqual(way.told)
      const { rows } = await pool().query('SELECT 1 FROM message WHERE id = $1', [late])
      expect(rows).toEqual([])
      await expect(connectRaw(cluster.nodes[2]!.url, person)).rejects.toMatchObject({ data: { code: way.refusedAs } })
    })

    test('a removal from a room is refused at the commit, and nothing of the room is heard after a second [K5, V1]', async () => {
      const person = await createPerson(cluster)
      const roomId = await createRoom(cluster, owner, { kind: 'PRIVATE', members: [person] })
      const clients = await everywhere(person)
      const owners = await connectRaw(cluster.nodes[0]!.url, owner)
      const say = async (body: string) =>
        (await owners.get('message:send', { id: uuidv7(), roomId, body })) as { message: { rev: number } }
      const { message } = await say('before')
      // Redis or not, it gets there: by the bus at once, or by the next look into the database.
      await clients[0]!.hear('room:changes', ({ rev }) => rev >= message.rev)
      await owners.get('room:kick', { roomId, userId: person.id })
      const since = performance.now()
      expect(await clients[2]!.ask('message:send', { id: uuidv7(), roomId, body: 'after' })).toMatchObject({
        error: { code: 'not_found' },
      })
      await Promise.all(clients.map((client) => client.hear('room:removed', (told) => told.roomId === roomId)))
      expect(performance.now() - since).toBeLessThan(WITHIN_MS)
      const { message: secret } = await say('what only members hear')
      // Each node has told everything it tells once somebody who is in the room has it.
      await owners.hear('room:changes', ({ rev }) => rev >= secret.rev)
      await Promise.all(cluster.nodes.map((node) => node.reconcile()))
      for (const client of clients) {
        const heard = client.heard.filter(
          ({ event, payload }) => event === 'room:changes' && (payload as { rev: number }).rev >= secret.rev,
        )
        expect(heard).toEqual([])
        client.close()
      }
      owners.close()
    })
  })
}

describeRevocation('with everything well')
describe('with Redis dead', () => {
  beforeAll(() => redis.kill())
  describeRevocation('what revokes still does')
})
