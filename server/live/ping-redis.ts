import { Redis } from 'ioredis'
import { Unreachable, WrongEnvironment } from '#server/env.ts'
import { reasonOf } from './redis-guards.ts'

const PING_TIMEOUT_MS = 3_000

const NEEDS = [
  { may: 'run scripts', ask: (redis: Redis) => redis.eval('return 1', 0) },
  { may: 'write keys that begin with parley:', ask: (redis: Redis) => redis.set('parley:ping', '1', 'PX', 1) },
  { may: 'publish', ask: (redis: Redis) => redis.publish('parley:bus', '') },
  { may: 'subscribe', ask: (redis: Redis) => redis.subscribe('parley:bus') },
  { may: 'subscribe to socket.io#*', ask: (redis: Redis) => redis.psubscribe('socket.io#/#*') },
]

/** Nobody answers now, or a server that can't do what it is asked for a while: it loads, fails over, is full. */
const AWAY = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
])
const PASSING =
  /timed out|Connection is closed|max number of clients|^(LOADING|READONLY|MASTERDOWN|OOM|BUSY|MISCONF|TRYAGAIN|CLUSTERDOWN|NOREPLICAS)\b/
const isAway = ({ code, message }: Error & { code?: string }): boolean => AWAY.has(code ?? '') || PASSING.test(message)

const isReply = (error: unknown): error is Error => error instanceof Error && error.name === 'ReplyError'

/** What is wrong, in words that go on from "REDIS_URL". */
function explain(error: Error & { code?: string }, where: string, timeoutMs: number): string {
  const { code, message } = error
  if (/WRONGPASS|NOAUTH|invalid password|without any password/i.test(message))
    return `has a name or password that the Redis server at ${where} refuses: put the right ones into it.`
  if (/Protocol error|RESP type/i.test(message))
    return `leads to ${where}, where something other than a Redis server answers: correct host and port.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `names a host that can't be found (${where}): correct it, or leave it unset to run without Redis.`
  if (code === 'ECONNREFUSED')
    return `leads to ${where}, where no Redis server listens: start one, correct it, or leave it unset to run without Redis.`
  if (/DB index|invalid DB/i.test(message))
    return `names a database that the Redis server at ${where} does not have: use a lower number at its end.`
  if (code === 'ETIMEDOUT' || /timed out|Connection is closed/i.test(message)) {
    return `leads to ${where}, which did not answer as a Redis server within ${timeoutMs / 1000} s: check host, port, firewall and redis:// or rediss://.`
  }
  return `leads to ${where}, which can't be used: ${reasonOf(error)}.`
}

/**
 * Asks once whether the Redis server can be reached and does what is needed of it. Throws `WrongEnvironment` with one
 * sentence that names REDIS_URL, the cause and the remedy, without the password; `Unreachable` when it may only be away [L6].
 */
export async function pingRedis(url: string, timeoutMs = PING_TIMEOUT_MS): Promise<void> {
  const where = new URL(url).host
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: null,
    connectTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
  })
  // ioredis rejects with "Connection is closed." and tells the cause by an event.
  let cause: Error | undefined
  redis.on('error', (error: Error) => {
    cause ??= error
  })
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), timeoutMs)
  })
  try {
    await Promise.race([redis.connect(), timeout])
    for (const { may, ask } of NEEDS) {
      await Promise.race([ask(redis), timeout]).catch((error: unknown) => {
        if (isReply(error) && error.message.startsWith('NOPERM')) {
          throw new WrongEnvironment(`REDIS_URL names a user at ${where} that may not ${may}: allow it in the server's ACL.`)
        }
        throw error
      })
    }
    // A database number that does not exist is told by the event alone.
    if (cause) throw cause
  } catch (error) {
    if (error instanceof WrongEnvironment) throw error
    const why = cause ?? (error as Error)
    const sentence = `REDIS_URL ${explain(why, where, timeoutMs)}`
    throw isAway(why) ? new Unreachable(sentence) : new WrongEnvironment(sentence)
  } finally {
    clearTimeout(timer)
    redis.disconnect()
  }
}
