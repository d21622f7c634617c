import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { halved, type Limit, type LimitStats, type Limits, pointsPerMs } from './limits.ts'
import { createMemoryLimits } from './memory-limits.ts'
import type { RedisLink } from './redis.ts'

/**
 * The memory twin's arithmetic, in Redis and by its clock, so that neither nodes nor their clocks differ.
 * rate-limiter-flexible gives the cost, a duration in whole seconds (unused), the points and the exact duration, and wants
 * back what is consumed (above the points: refused) and the milliseconds to wait. Here the points are the burst, and the
 * duration is the time in which an empty bucket fills, in microseconds: the library wants at least 1 of it, and a fast
 * limit fills in less than a millisecond.
 */
const TAKE = `
local cost, burst, fillsInUs = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local msPerPoint = fillsInUs / 1000 / burst
local wouldBeFullAt = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)) + cost * msPerPoint
local allowedAt = wouldBeFullAt - burst * msPerPoint
if allowedAt > now + 0.001 then return { burst + 1, math.ceil(allowedAt - now) } end
redis.call('SET', KEYS[1], string.format('%.3f', wouldBeFullAt), 'PX', math.max(1, math.ceil(wouldBeFullAt - now)))
return { cost, 0 }
`

/**
 * Buckets that all nodes share. While Redis is away each node limits by itself at half the rate and half the burst: never
 * open, never closed; and shares again as soon as Redis answers [L10, L11].
 */
export function createRedisLimits(deps: { redis: RedisLink }): Limits {
  const alone = createMemoryLimits()
  const limiters = new Map<string, RateLimiterRedis>()
  const stats: LimitStats = { refused: 0, fallbacks: 0 }

  const limiterOf = (limit: Limit): RateLimiterRedis => {
    const fillsInUs = (limit.burst / pointsPerMs(limit)) * 1000
    const id = `${limit.name}:${limit.burst}:${fillsInUs}`
    const known = limiters.get(id)
    if (known) return known
    const limiter = new RateLimiterRedis({
      storeClient: deps.redis.client,
      keyPrefix: `parley:limit:${limit.name}`,
      points: limit.burst,
      duration: fillsInUs,
      rejectIfRedisNotReady: true,
      customIncrTtlLuaScript: TAKE,
    })
    limiters.set(id, limiter)
    return limiter
  }

  return {
    consume: async (limit, key, points = 1) => {
      try {
        await limiterOf(limit).consume(key, Math.min(points, limit.burst))
        return { ok: true }
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) {
          stats.refused++
          return { ok: false, retryAfterMs: refusal.msBeforeNext }
        }
        stats.fallbacks++
        const verdict = await alone.consume(halved(limit), key, points)
        if (!verdict.ok) stats.refused++
        return verdict
      }
    },
    stats: () => ({ ...stats }),
  }
}
