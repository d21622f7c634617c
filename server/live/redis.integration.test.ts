import { createServer } from 'node:net'
import { createAdapter } from '@socket.io/redis-adapter'
import { pino } from 'pino'
import { Server } from 'socket.io'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Unreachable, WrongEnvironment } from '#server/env.ts'
import { createLog } from '#server/log.ts'
import { pingRedis } from './ping-redis.ts'
import { COMMAND_TIMEOUT_MS, connectRedis, RedisAway, type RedisLink } from './redis.ts'
import { startRedis, type TestRedis } from './testing/redis-server.ts'

const PATIENCE = { timeout: 10_000, interval: 20 }
/** What a machine with other work may add to a time-out. */
const SLACK_MS = 200
let server: TestRedis

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server.kill())

describe('the link to Redis', () => {
  let redis: RedisLink
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)

  beforeEach(async () => {
    unhandled.length = 0
    process.on('unhandledRejection', note)
    process.on('uncaughtException', note)
    redis = connectRedis(server.url, createLog('silent'))
    await vi.waitFor(() => expect(redis.isUp()).toBe(true), PATIENCE)
  })
  afterEach(() => {
    redis.close()
    process.off('unhandledRejection', note)
    process.off('uncaughtException', note)
    expect(unhandled).toEqual([])
  })

  it('[L5] an outage rejects commands at once, ends nothing, and is over by itself', async () => {
    await server.kill()
    await vi.waitFor(() => expect(redis.isUp()).toBe(false), PATIENCE)
    const before = performance.now()
    await expect(redis.client.get('x')).rejects.toThrow()
    expect(performance.now() - before).toBeLessThan(SLACK_MS)
    for (let i = 0; i < 50; i++) redis.publish('parley:test', Buffer.from('lost'))
    let told = 0
    redis.onUp(() => told++)
    await server.restart()
    await vi.waitFor(() => expect(redis.isUp()).toBe(true), PATIENCE)
    expect(await redis.client.get('x')).toBeNull()
    expect(told).toBeGreaterThan(0)
    expect(redis.stats().outages).toBe(1)
  })

  it('[L5] a hung server costs 250 ms three times, then nothing, until a probe is answered', async () => {
    server.freeze()
    for (let i = 0; i < 3; i++) {
      const before = performance.now()
      await expect(redis.client.get('x')).rejects.toThrow('timed out')
      expect(performance.now() - before).toBeLessThan(COMMAND_TIMEOUT_MS + SLACK_MS)
    }
    const before = performance.now()
    await expect(redis.client.get('x')).rejects.toThrow(RedisAway)
    expect(performance.now() - before).toBeLessThan(SLACK_MS)
    expect(redis.isUp()).toBe(false)
    server.thaw()
    await vi.waitFor(() => expect(redis.isUp()).toBe(true), PATIENCE)
    expect(await redis.client.get('x')).toBeNull()
  })

  it('[L5] commands of an outage are not run after it', async () => {
    server.freeze()
    await expect(redis.client.set('late', '1')).rejects.toThrow()
    await server.kill()
    await server.restart()
    await vi.waitFor(() => expect(redis.isUp()).toBe(true), PATIENCE)
    expect(await redis.client.get('late')).toBeNull()
  })

  it('[L5] logs say why, without what was sent', async () => {
    const lines: string[] = []
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
    const locked = await startRedis(['--requirepass', 'right'])
    const stranger = connectRedis(locked.url.replace('//', '//:wrongsecret@'), log)
    const guest = connectRedis(server.url, log)
    await vi.waitFor(() => expect(guest.isUp()).toBe(true), PATIENCE)
    await server.kill()
    await vi.waitFor(() => expect(guest.isUp()).toBe(false), PATIENCE)
    guest.publish('parley:test', Buffer.from('somethingprivate'))
    stranger.publish('parley:test', Buffer.from('somethingprivate'))
    await vi.waitFor(() => expect(lines.filter((line) => line.includes('Redis refused'))).toHaveLength(2), PATIENCE)
    expect(lines.join()).toContain('Redis is away')
    expect(lines.join()).not.toMatch(/wrongsecret|somethingprivate/)
    stranger.close()
    guest.close()
    await Promise.all([locked.kill(), server.restart()])
  })

  it('[L7] the Socket.IO adapter survives an outage and garbage on its channels, and works afterwards', async () => {
    const other = connectRedis(server.url, createLog('silent'))
    const host = (link: RedisLink) => {
      const { pub, sub } = link.createAdapterClients()
      return new Server({ adapter: createAdapter(pub, sub) })
    }
    const [one, two] = [host(redis), host(other)]
    const heard: string[] = []
    one.on('greeting', (text: string) => heard.push(text))
    const greet = async (text: string) => {
      // The adapter subscribes without telling when it is done: greet until heard.
      await vi.waitFor(() => {
        two.serverSideEmit('greeting', text)
        expect(heard).toContain(text)
      }, PATIENCE)
    }
    await greet('before')
    for (const channel of ['socket.io#/#', 'socket.io-request#/#', 'socket.io-response#/#']) {
      for (const garbage of [
        'nonsense',
        '',
        '{',
        'null',
        '\xc0',
        '{"type":2,"opts":{"rooms":5}}',
        Buffer.from([0xc0]),
        Buffer.from([0x93, 0xa1, 0x61, 0x80, 0xc0]),
      ]) {
        await redis.client.publish(channel, garbage)
      }
    }
    await greet('after garbage')
    expect(redis.stats().badMessages).toBeGreaterThan(0)
    await server.kill()
    await vi.waitFor(() => expect(other.isUp()).toBe(false), PATIENCE)
    two.emit('greeting', 'lost')
    two.serverSideEmit('greeting', 'lost')
    two.in('room').disconnectSockets()
    await server.restart()
    await greet('after the outage')
    for (const node of [one, two]) node.of('/').adapter.close()
    other.close()
  })
})

it('[L7] what the Socket.IO adapter asks of a Redis that never answers rejects nothing, also when given up', async () => {
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', note)
  const redis = connectRedis('redis://127.0.0.1:1', createLog('silent'))
  const { pub, sub } = redis.createAdapterClients()
  const host = new Server({ adapter: createAdapter(pub, sub) })
  host.emit('greeting', 'lost')
  await expect(pub.publish('parley:test', 'lost')).resolves.toBe(0)
  const givenUp = sub.subscribe('parley:test')
  redis.close()
  await expect(givenUp).resolves.toBe(0)
  host.of('/').adapter.close()
  // Node tells of unhandled rejections after the microtasks.
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

describe('a wrong REDIS_URL', () => {
  const reason = async (url: string, timeoutMs?: number, kind: 'wrong' | 'away' = 'wrong') => {
    const error = await pingRedis(url, timeoutMs).then(
      () => null,
      (error: unknown) => error,
    )
    expect(error).toBeInstanceOf(WrongEnvironment)
    expect(error instanceof Unreachable ? 'away' : 'wrong').toBe(kind)
    const { message } = error as Error
    expect(message).toMatch(/^REDIS_URL [^\n]+\.$/)
    return message
  }

  it('[L6] a good one is silent', async () => {
    await expect(pingRedis(server.url)).resolves.toBeUndefined()
  })

  it('[L6] one sentence says: nobody listens there', async () => {
    expect(await reason('redis://127.0.0.1:1', undefined, 'away')).toContain('no Redis server listens')
  })

  it('[L6] one sentence says: no such host', async () => {
    expect(await reason('redis://no-such-host.invalid:6379', undefined, 'away')).toMatch(/can't be found|did not answer/)
  })

  it('[L6] one sentence says: wrong password, without it', async () => {
    const locked = await startRedis(['--requirepass', 'right'])
    const { host } = new URL(locked.url)
    expect(await reason(locked.url)).toContain('refuses')
    const message = await reason(`redis://:wrongsecret@${host}`)
    expect(message).toContain('refuses')
    expect(message).not.toContain('wrongsecret')
    await expect(pingRedis(`redis://:right@${host}`)).resolves.toBeUndefined()
    await locked.kill()
  })

  it('[L6] one sentence says: not Redis, or silent', async () => {
    const web = createServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    const silent = createServer(() => {})
    const url = async (listener: typeof web) => {
      await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
      return `redis://127.0.0.1:${(listener.address() as { port: number }).port}`
    }
    expect(await reason(await url(web))).toContain('other than a Redis server')
    expect(await reason(await url(silent), 300, 'away')).toContain('did not answer')
    web.close()
    silent.close()
  })

  it('[L6] one sentence says what a user may not do', async () => {
    const strict = await startRedis(['--user', 'chat', 'on', '>secret', '~parley:*', '&parley:*', '+@all'])
    const { host } = new URL(strict.url)
    expect(await reason(`redis://chat:secret@${host}`)).toContain('may not subscribe to socket.io#*')
    await strict.kill()
  })

  it('[L6] one that is loading, failing over or full is away, not wrong', async () => {
    const replica = await startRedis(['--replicaof', '127.0.0.1', '1'])
    expect(await reason(replica.url, undefined, 'away')).toContain('READONLY')
    await replica.kill()
  })

  it('[L6] one sentence says: no such database', async () => {
    expect(await reason(`${server.url}/99`)).toContain('names a database')
  })
})
