import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createLog } from '#server/log.ts'
import type { Limit } from './limits.ts'
import { COMMAND_TIMEOUT_MS, connectRedis } from './redis.ts'
import { createRedisLimits } from './redis-limits.ts'
import { describeLimits } from './testing/limits-contract.ts'
import { startRedis, type TestRedis } from './testing/redis-server.ts'

const PATIENCE = { timeout: 10_000, interval: 20 }
/** What a machine with other work may add to a time-out. */
const SLACK_MS = 200
let server: TestRedis

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server.kill())

async function startNode() {
  const redis = connectRedis(server.url, createLog('silent'))
  await vi.waitFor(() => expect(redis.isUp()).toBe(true), PATIENCE)
  return { redis, limits: createRedisLimits({ redis }) }
}

describeLimits('Redis', async () => {
  const { redis, limits } = await startNode()
  await redis.client.flushall()
  return { limits, pass: (ms) => wait(ms), stop: async () => redis.close() }
})

it('[L10] nodes share a bucket', async () => {
  const [a, b] = await Promise.all([startNode(), startNode()])
  const limit: Limit = { name: 'shared', points: 20, durationSeconds: 3_600, burst: 20 }
  const verdicts = await Promise.all(
    Array.from({ length: 40 }, (_, i) => (i % 2 ? a : b).limits.consume([{ limit, key: 'ann' }])),
  )
  expect(verdicts.filter(({ ok }) => ok)).toHaveLength(20)
  a.redis.close()
  b.redis.close()
})

it('[L9] who was refused is refused without asking Redis again, and let through when the time that was told is over', async () => {
  const { redis, limits } = await startNode()
  const costs = [{ limit: { name: 'flood', perSecond: 10, burst: 1 }, key: 'ann' }]
  const asked = vi.spyOn(redis.client as unknown as { parleyTake(): Promise<unknown> }, 'parleyTake')
  expect(await limits.consume(costs)).toEqual({ ok: true })
  const refused = await Promise.all(Array.from({ length: 50 }, () => limits.consume(costs)))
  expect(refused.every(({ ok }) => !ok)).toBe(true)
  asked.mockClear()
  const [verdict] = await Promise.all(Array.from({ length: 50 }, () => limits.consume(costs)))
  expect(asked).not.toHaveBeenCalled()
  await wait(verdict?.ok === false ? verdict.retryAfterMs : 0)
  expect(await limits.consume(costs)).toEqual({ ok: true })
  redis.close()
})

it('[L11] a node without Redis allows half, not nothing and not all, and shares again when it is back', async () => {
  const { redis, limits } = await startNode()
  const limit: Limit = { name: 'outage', points: 20, durationSeconds: 3_600, burst: 20 }
  const allowed = async () => {
    const verdicts = await Promise.all(Array.from({ length: 40 }, () => limits.consume([{ limit, key: 'ann' }])))
    return verdicts.filter(({ ok }) => ok).length
  }
  await server.kill()
  await vi.waitFor(() => expect(redis.isUp()).toBe(false), PATIENCE)
  expect(await allowed()).toBe(10)
  expect(limits.stats()).toEqual({ fallbacks: 40, refused: 30 })
  await server.restart()
  await vi.waitFor(() => expect(redis.isUp()).toBe(true), PATIENCE)
  expect(await allowed()).toBe(20)
  expect(limits.stats().fallbacks).toBe(40)
  redis.close()
})

it('[L11] nobody waits longer than 250 ms for a hung Redis', async () => {
  const { redis, limits } = await startNode()
  const limit: Limit = { name: 'hung', points: 20, durationSeconds: 3_600, burst: 20 }
  await limits.consume([{ limit, key: 'ann' }])
  server.freeze()
  for (let i = 0; i < 5; i++) {
    const before = performance.now()
    expect(await limits.consume([{ limit, key: 'ann' }])).toEqual({ ok: true })
    expect(performance.now() - before).toBeLessThan(i < 3 ? COMMAND_TIMEOUT_MS + SLACK_MS : SLACK_MS)
  }
  server.thaw()
  await vi.waitFor(() => expect(redis.isUp()).toBe(true), PATIENCE)
  redis.close()
})
