import type { PresenceStatus } from '#protocol/models.ts'
import { type Change, type Looks, PRESENCE_TIMES, type PresenceStore, type PresenceTimes } from './presence-store.ts'
import type { RedisLink } from './redis.ts'
import { createPresenceScripts } from './redis-presence-scripts.ts'

function toChanges(reply: unknown): Change[] {
  const flat = reply as string[]
  const changes: Change[] = []
  for (let i = 0; i + 1 < flat.length; i += 2) changes.push({ userId: flat[i]!, seenAt: Number(flat[i + 1]) || null })
  return changes
}

function toLooks(reply: unknown): Looks[] {
  const flat = reply as string[]
  const looks: Looks[] = []
  for (let i = 0; i + 2 < flat.length; i += 3) {
    looks.push({ status: flat[i] as PresenceStatus, text: flat[i + 1]!, seenAt: Number(flat[i + 2]) || null })
  }
  return looks
}

/** Leases that all nodes share, by the clock of Redis: nodes' clocks may differ. Needs one Redis, not a cluster of them. */
export function createRedisPresenceStore(deps: { redis: RedisLink; times?: PresenceTimes }): PresenceStore {
  const scripts = createPresenceScripts(deps.redis.client, deps.times ?? PRESENCE_TIMES)
  return {
    renew: async (leases) =>
      toChanges(
        await scripts.renew(
          leases.flatMap(({ userId, connectionId, status, text, isNews }) => [
            userId,
            connectionId,
            status,
            text,
            isNews ? '1' : '',
          ]),
        ),
      ),
    end: async (userId, connectionId) => void (await scripts.end([userId, connectionId])),
    choose: async (userId, status, text) => toChanges(await scripts.choose([userId, status, text])),
    look: async (userIds) => (userIds.length === 0 ? [] : toLooks(await scripts.look(userIds))),
    sweep: async () => toChanges(await scripts.sweep([])),
    onBack: deps.redis.onUp,
  }
}
