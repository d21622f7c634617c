import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createLog } from '#server/log.ts'
import { createPresence } from './presence.ts'
import { connectRedis } from './redis.ts'
import { createRedisBus } from './redis-bus.ts'
import { createRedisPresenceStore } from './redis-presence-store.ts'
import { createSeal } from './seal.ts'
import { describePresence, severable } from './testing/presence-contract.ts'
import { startRedis, type TestRedis } from './testing/redis-server.ts'

const log = createLog('silent')
const seal = createSeal(['a secret of this installation, long enough'])
const PATIENCE = { timeout: 10_000, interval: 20 }
/** The usual times, short enough to be waited for. */
const TIMES = { leaseMs: 900, graceMs: 300, renewMs: 300 }
let server: TestRedis

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server.kill())

async function startNode(nodeId: string, times = TIMES) {
  const redis = connectRedis(server.url, log)
  const bus = createRedisBus({ nodeId, redis, seal, log, canaryEveryMs: 50, silenceMs: 1_000 })
  const { store, sever } = severable(createRedisPresenceStore({ redis, times }))
  const lastSeen: { userId: string; at: Date }[] = []
  const presence = createPresence({
    store,
    bus,
    log,
    renewEveryMs: times.renewMs,
    sweepEveryMs: 20,
    settleMs: 200,
    onLastSeen: (userId, at) => lastSeen.push({ userId, at }),
  })
  await vi.waitFor(() => expect(bus.status()).toBe('up'), PATIENCE)
  const close = () => {
    bus.close()
    redis.close()
  }
  return { redis, presence, sever, lastSeen, close }
}

describePresence('Redis', async () => {
  const nodes: Awaited<ReturnType<typeof startNode>>[] = []
  return {
    times: TIMES,
    node: async (nodeId) => {
      const node = await startNode(nodeId)
      await node.redis.client.flushall()
      nodes.push(node)
      return node
    },
    pass: (ms) => wait(ms),
    stepMs: 20,
    stop: async () => {
      for (const { close } of nodes) close()
    },
  }
})

it('[L18] after Redis was away and came back empty, presence is whole again and told anew', async () => {
  const [a, b] = await Promise.all([startNode('a'), startNode('b')])
  const [ann, bob] = [randomUUID(), randomUUID()]
  await a.presence.connect({ userId: ann, connectionId: 'one', status: 'online' })
  await b.presence.connect({ userId: bob, connectionId: 'two', status: 'online' })
  await b.presence.read([ann, bob])
  await server.kill()
  await vi.waitFor(() => expect(a.redis.isUp() || b.redis.isUp()).toBe(false), PATIENCE)
  // Frozen, not lost.
  expect(await b.presence.read([ann])).toEqual([{ userId: ann, status: 'online', lastSeenAt: null }])
  await a.presence.setChoice(ann, 'dnd', 'Busy')
  const told: string[] = []
  b.presence.onChange((userIds) => told.push(...userIds))
  await server.restart()
  await vi.waitFor(
    async () =>
      expect(await b.presence.read([ann, bob])).toEqual([
        { userId: ann, status: 'dnd', lastSeenAt: null, text: 'Busy' },
        { userId: bob, status: 'online', lastSeenAt: null },
      ]),
    PATIENCE,
  )
  await vi.waitFor(() => expect(told).toContain(ann), PATIENCE)
  await Promise.all([a.presence.close(), b.presence.close()])
  a.close()
  b.close()
})

it('[L18] a Redis that lost everything without a word is filled again by renewing', async () => {
  const a = await startNode('a')
  const [ann, bob] = [randomUUID(), randomUUID()]
  await a.presence.connect({ userId: ann, connectionId: 'one', status: 'dnd', text: 'Busy' })
  await a.presence.connect({ userId: bob, connectionId: 'two', status: 'invisible' })
  await a.redis.client.flushall()
  expect((await a.presence.read([ann]))[0]!.status).toBe('offline')
  await vi.waitFor(async () => expect((await a.presence.read([ann]))[0]).toMatchObject({ status: 'dnd', text: 'Busy' }), PATIENCE)
  expect((await a.presence.read([bob]))[0]).toEqual({ userId: bob, status: 'offline', lastSeenAt: null })
  await a.presence.close()
  a.close()
})

it('[L14] leases of many connections are renewed in portions, without a command that waits too long', async () => {
  const times = { leaseMs: 6_000, graceMs: 300, renewMs: 1_000 }
  const a = await startNode('a', times)
  await a.redis.client.flushall()
  const people = Array.from({ length: 5_000 }, () => randomUUID())
  for (let i = 0; i < people.length; i += 100) {
    await Promise.all(
      people.slice(i, i + 100).map((userId) => a.presence.connect({ userId, connectionId: userId, status: 'online' })),
    )
  }
  const connectedBy = Date.now()
  await vi.waitFor(async () => {
    const [, firstToEnd] = await a.redis.client.zrange('parley:presence', '0', '0', 'WITHSCORES')
    expect(Number(firstToEnd) - times.leaseMs).toBeGreaterThan(connectedBy)
  }, PATIENCE)
  const looks = await a.presence.read(people)
  expect(looks.filter(({ status }) => status === 'online')).toHaveLength(people.length)
  expect(a.presence.stats()).toEqual({ connections: people.length, failed: 0 })
  a.close()
  await a.presence.close()
})
