import { Redis } from 'ioredis'
import type { Env } from '#server/env.ts'
import { pingRedis } from '#server/live/ping-redis.ts'
import { doubt, type Finding, fine, wrong } from './finding.ts'

const HEARD_WITHIN_MS = 2_000
/** Redis 6 brought users and their rights. */
const OLDEST = 6

/** Redis: reachable, with the rights that are needed, and whether what is published really arrives. */
export async function lookAtRedis({ REDIS_URL }: Env): Promise<Finding[]> {
  if (REDIS_URL === undefined) return [fine('Redis', 'not used: one socket host, everything in its memory')]
  await pingRedis(REDIS_URL)
  const options = { maxRetriesPerRequest: 1, connectTimeout: 3_000, commandTimeout: 3_000, retryStrategy: null }
  const [client, listener] = [new Redis(REDIS_URL, options), new Redis(REDIS_URL, options)]
  for (const each of [client, listener]) each.on('error', () => undefined)
  try {
    const began = performance.now()
    await client.ping()
    const tookMs = (performance.now() - began).toFixed(1)
    const isHeard = await publishes(client, listener)
    // A user that may not ask for it is no fault: then the version stays unknown.
    const version = /redis_version:(\S+)/.exec(await client.info('server').catch(() => ''))?.[1]
    const found = [
      fine('Redis', `${version ?? 'of a version it does not tell'} at ${new URL(REDIS_URL).host}, ${tookMs} ms away`),
    ]
    if (version !== undefined && Number.parseInt(version, 10) < OLDEST)
      found.push(doubt('Redis', `Version ${version} is older than what Parley is tested with: use ${OLDEST} or newer.`))
    found.push(
      isHeard
        ? fine('Redis', 'what is published is heard')
        : wrong(
            'Redis',
            'What is published on it is not heard within 2 s: is REDIS_URL a proxy, or are there two servers behind one name? Socket hosts would not hear each other.',
          ),
    )
    return found
  } finally {
    client.disconnect()
    listener.disconnect()
  }
}

async function publishes(client: Redis, listener: Redis): Promise<boolean> {
  // Within what `pingRedis` found the user to be allowed; nodes drop what nobody sealed.
  const channel = 'parley:bus'
  const word = `doctor ${process.pid} ${Date.now()}`
  const heard = new Promise<boolean>((resolve) => {
    listener.on('message', (_, message) => message === word && resolve(true))
    setTimeout(resolve, HEARD_WITHIN_MS, false).unref()
  })
  await listener.subscribe(channel)
  await client.publish(channel, word)
  return heard
}
