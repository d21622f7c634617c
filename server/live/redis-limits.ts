import type { Redis } from 'ioredis'
import { halved, type LimitStats, type Limits, msPerPoint, pointsOf, type Verdict } from './limits.ts'
import { createMemoryLimits } from './memory-limits.ts'
import type { RedisLink } from './redis.ts'
import { createRefusals } from './refusals.ts'

/**
 * The memory twin's arithmetic, in Redis and by its clock, so that neither nodes nor their clocks differ. For each key:
 * points, burst, milliseconds a point. Answers which key has to be waited for longest and how long, or nothing of both.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local untils, worst, wait = {}, 0, 0.001
for i, key in ipairs(KEYS) do
  local points, burst, msPerPoint = tonumber(ARGV[i * 3 - 2]), tonumber(ARGV[i * 3 - 1]), tonumber(ARGV[i * 3])
  untils[i] = math.max(now, tonumber(redis.call('GET', key) or 0)) + points * msPerPoint
  local missing = untils[i] - burst * msPerPoint - now
  if missing > wait then worst, wait = i, missing end
end
if worst > 0 then return { worst, math.ceil(wait) } end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.3f', untils[i]), 'PX', math.max(1, math.ceil(untils[i] - now)))
end
return { 0, 0 }
`

type Script = (keyCount: number, ...args: (string | number)[]) => Promise<[number, number]>

function defineTake(client: Redis): Script {
  client.defineCommand('parleyTake', { lua: TAKE })
  return ((...args: Parameters<Script>) => (client as unknown as { parleyTake: Script }).parleyTake(...args)) satisfies Script
}

/**
 * Buckets that all nodes share. While Redis is away each node limits by itself at half the rate and half the burst: never
 * open, never closed; and shares again as soon as Redis answers [L10, L11]. Needs one Redis, not a cluster of them.
 */
export function createRedisLimits(deps: { redis: RedisLink }): Limits {
  const alone = createMemoryLimits()
  const take = defineTake(deps.redis.client)
  const refusals = createRefusals()
  const stats: LimitStats = { refused: 0, fallbacks: 0 }

  return {
    consume: async (costs): Promise<Verdict> => {
      const known = refusals.find(costs)
      if (known) {
        stats.refused++
        return { ok: false, retryAfterMs: known.retryAfterMs, limit: known.cost.limit.name }
      }
      try {
        const [worst, retryAfterMs] = await take(
          costs.length,
          ...costs.map(({ limit, key }) => `parley:limit:${limit.name}:${key}`),
          ...costs.flatMap((cost) => [pointsOf(cost), cost.limit.burst, msPerPoint(cost.limit)]),
        )
        const refused = costs[worst - 1]
        if (!refused) return { ok: true }
        stats.refused++
        refusals.remember(refused, retryAfterMs)
        return { ok: false, retryAfterMs, limit: refused.limit.name }
      } catch {
        stats.fallbacks++
        const verdict = await alone.consume(costs.map((cost) => ({ ...cost, limit: halved(cost.limit) })))
        if (!verdict.ok) stats.refused++
        return verdict
      }
    },
    stats: () => ({ ...stats }),
  }
}
