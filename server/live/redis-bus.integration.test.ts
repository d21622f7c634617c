import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createLog } from '#server/log.ts'
import { connectRedis } from './redis.ts'
import { BUS_CHANNEL, createRedisBus } from './redis-bus.ts'
import { createSeal } from './seal.ts'
import { describeBus } from './testing/bus-contract.ts'
import { startProxy } from './testing/proxy.ts'
import { startRedis, type TestRedis } from './testing/redis-server.ts'

const log = createLog('silent')
const seal = createSeal(['a secret of this installation, long enough'])
const PATIENCE = { timeout: 10_000, interval: 20 }
let server: TestRedis

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server.kill())

function startNode(nodeId: string, url = server.url) {
  const redis = connectRedis(url, log)
  const bus = createRedisBus({ nodeId, redis, seal, log, canaryEveryMs: 50, silenceMs: 200 })
  const close = () => {
    bus.close()
    redis.close()
  }
  return { redis, bus, close }
}

describeBus('Redis', async () => {
  const nodes: ReturnType<typeof startNode>[] = []
  return {
    node: async (nodeId) => {
      const node = startNode(nodeId)
      nodes.push(node)
      await vi.waitFor(() => expect(node.bus.status()).toBe('up'), PATIENCE)
      return node.bus
    },
    inject: (text) => nodes[0]!.redis.publish(BUS_CHANNEL, seal.seal(text)),
    stop: async () => {
      for (const { close } of nodes) close()
    },
  }
})

it('[L4] a bus without Redis is down, publishing then is harmless, and it comes up by itself', async () => {
  const a = startNode('a')
  const b = startNode('b')
  const heard: unknown[] = []
  b.bus.subscribe('greeting', (payload) => heard.push(payload))
  await vi.waitFor(() => expect([a.bus.status(), b.bus.status()]).toEqual(['up', 'up']), PATIENCE)
  await server.kill()
  await vi.waitFor(() => expect([a.bus.status(), b.bus.status()]).toEqual(['down', 'down']), PATIENCE)
  for (let i = 0; i < 100; i++) a.bus.publish('greeting', 'lost')
  await server.restart()
  await vi.waitFor(() => expect([a.bus.status(), b.bus.status()]).toEqual(['up', 'up']), PATIENCE)
  a.bus.publish('greeting', 'heard')
  await vi.waitFor(() => expect(heard).toEqual(['heard']), PATIENCE)
  a.close()
  b.close()
})

it('[L4] a subscription that went deaf without an error is noticed, down meanwhile, and made anew', async () => {
  const proxy = await startProxy(server.url)
  const a = startNode('a')
  const b = startNode('b', proxy.url)
  const heard: unknown[] = []
  b.bus.subscribe('greeting', (payload) => heard.push(payload))
  await vi.waitFor(() => expect([a.bus.status(), b.bus.status()]).toEqual(['up', 'up']), PATIENCE)
  proxy.deafen()
  await vi.waitFor(() => expect(b.bus.status()).toBe('down'), PATIENCE)
  await vi.waitFor(() => expect(b.bus.status()).toBe('up'), PATIENCE)
  a.bus.publish('greeting', 'heard')
  await vi.waitFor(() => expect(heard).toEqual(['heard']), PATIENCE)
  a.close()
  b.close()
  proxy.close()
})

it('[L23] what somebody with access to Redis forges is heard by nobody; the same, sealed, is', async () => {
  const a = startNode('a')
  const b = startNode('b')
  const heard: unknown[] = []
  b.bus.subscribe('greeting', (payload) => heard.push(payload))
  await vi.waitFor(() => expect([a.bus.status(), b.bus.status()]).toEqual(['up', 'up']), PATIENCE)
  const words = (payload: string) => JSON.stringify({ from: 'a', topic: 'greeting', payload })
  a.redis.publish(BUS_CHANNEL, Buffer.from(words('forged')))
  a.redis.publish(BUS_CHANNEL, createSeal(['another installation’s secret, long enough']).seal(words('foreign')))
  a.redis.publish(BUS_CHANNEL, seal.seal(words('sealed')))
  await vi.waitFor(() => expect(heard).toEqual(['sealed']), PATIENCE)
  expect(b.bus.stats().dropped).toBe(2)
  a.close()
  b.close()
})
