import type { Log } from '#server/log.ts'
import type { Bus } from './bus.ts'
import type { Limits } from './limits.ts'
import { createMemoryBus } from './memory-bus.ts'
import { createMemoryLimits } from './memory-limits.ts'
import { createMemoryPresenceStore } from './memory-presence-store.ts'
import { createPresence, type Presence } from './presence.ts'
import { connectRedis, type RedisLink } from './redis.ts'
import { createRedisBus } from './redis-bus.ts'
import { createRedisLimits } from './redis-limits.ts'
import { createRedisPresenceStore } from './redis-presence-store.ts'
import { createSeal, type Seal } from './seal.ts'
import { createTyping, type Typing } from './typing.ts'

/** What is true only while people are connected. */
export type Live = {
  bus: Bus
  limits: Limits
  presence: Presence
  typing: Typing
  /** Absent on a single node. */
  redis: { link: RedisLink; seal: Seal } | null
  close(): Promise<void>
}

/** Shared by all nodes over Redis, or kept in this process when there is no `redisUrl`: the same parts, as twins. */
export function createLive(deps: {
  redisUrl: string | undefined
  /** The installation's, and the former one during a rotation: nodes know each other by it. */
  secrets: readonly [string, (string | undefined)?]
  nodeId: string
  log: Log
  onLastSeen: (userId: string, at: Date) => void
}): Live {
  const { nodeId, log, onLastSeen } = deps
  const redis = deps.redisUrl ? connectRedis(deps.redisUrl, log) : null
  const seal = createSeal(deps.secrets)
  const bus = redis ? createRedisBus({ nodeId, redis, seal, log }) : createMemoryBus({ nodeId, log })
  const store = redis ? createRedisPresenceStore({ redis }) : createMemoryPresenceStore()
  const presence = createPresence({ store, bus, log, onLastSeen })
  const typing = createTyping({ bus })
  return {
    bus,
    limits: redis ? createRedisLimits({ redis }) : createMemoryLimits(),
    presence,
    typing,
    redis: redis && { link: redis, seal },
    async close() {
      typing.close()
      await presence.close()
      bus.close()
      redis?.close()
    },
  }
}
