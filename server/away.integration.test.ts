import pg from 'pg'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { applyMigrations } from '#prisma/migrate.ts'
import { WrongEnvironment } from './env.ts'
import { startRedis } from './live/testing/redis-server.ts'
import { createLog } from './log.ts'
import { startServer } from './start.ts'
import { createTestDatabase } from './testing/database.ts'
import { testEnv } from './testing/env.ts'
import { createPerson } from './testing/people.ts'
import { connectRaw } from './testing/raw-client.ts'
import { createRoom } from './testing/rooms.ts'

const statusOf = async (url: string, path: string) => (await fetch(`${url}${path}`)).status
const PATIENCE = { timeout: 15_000 }

test('[L6] a host starts while Redis is away, tells it in one warning, is ready, and is joined with the others once Redis answers', async () => {
  const redis = await startRedis()
  await redis.kill()
  const database = await createTestDatabase()
  const told: { level: number; msg: string; reason?: string }[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void told.push(JSON.parse(line)) })
  const env = testEnv({ DATABASE_URL: database.url, REDIS_URL: redis.url })
  const nodes = [await startServer(env, { log }), await startServer(env, { log: createLog('silent') })]
  onTestFinished(async () => {
    for (const node of nodes) await node.close()
    await redis.kill()
    await database.drop()
  })
  const [one, two] = nodes.map(({ port }) => `http://127.0.0.1:${port}`) as [string, string]
  expect(told).toEqual([
    expect.objectContaining({ reason: expect.stringMatching(/^REDIS_URL leads to .* no Redis server listens/) }),
  ])
  expect(await statusOf(one, '/readyz')).toBe(200)

  const ann = await createPerson({ database })
  const ben = await createPerson({ database })
  const roomId = await createRoom({ database }, ann, { members: [ben] })
  const [there, here] = [await connectRaw(one, ann), await connectRaw(two, ben)]
  onTestFinished(() => {
    there.close()
    here.close()
  })
  const typing = async () => {
    there.socket.emit('typing:set', { roomId, typing: true }, () => undefined)
    await here.hear('typing')
    return true
  }
  expect(await Promise.race([typing(), new Promise((resolve) => setTimeout(resolve, 500, 'unheard'))])).toBe('unheard')
  await redis.restart()
  const sing = setInterval(() => there.socket.emit('typing:set', { roomId, typing: true }, () => undefined), 250)
  onTestFinished(() => clearInterval(sing))
  await expect.poll(() => here.heard.some(({ event }) => event === 'typing'), PATIENCE).toBe(true)
})

test('[L6] a Redis that comes later and refuses the password is told in one error, and ends nothing', async () => {
  const redis = await startRedis(['--requirepass', 'right'])
  await redis.kill()
  const database = await createTestDatabase()
  const told: { level: number; reason?: string }[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => void told.push(JSON.parse(line)) })
  const node = await startServer(testEnv({ DATABASE_URL: database.url, REDIS_URL: redis.url }), { log })
  onTestFinished(async () => {
    await node.close()
    await redis.kill()
    await database.drop()
  })
  await redis.restart()
  await expect.poll(() => told, PATIENCE).toEqual([expect.objectContaining({ reason: expect.stringContaining('refuses') })])
  expect(await statusOf(`http://127.0.0.1:${node.port}`, '/readyz')).toBe(200)
})

test('[L6] a Redis that is there and refuses the password stops the start', async () => {
  const redis = await startRedis(['--requirepass', 'right'])
  onTestFinished(() => redis.kill())
  const env = testEnv({ DATABASE_URL: 'postgresql://parley@127.0.0.1:1/parley', REDIS_URL: redis.url })
  await expect(startServer(env, { log: createLog('silent') })).rejects.toThrow(WrongEnvironment)
})

test('[S10] a host that starts before its database is not ready until that is there with this version’s schema, and then works', async () => {
  const database = await createTestDatabase()
  const later = Object.assign(new URL(database.url), { pathname: `/later_${process.pid}` })
  const name = later.pathname.slice(1)
  const node = await startServer(testEnv({ DATABASE_URL: later.href }), { log: createLog('silent') })
  onTestFinished(async () => {
    await node.close()
    await database.pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await database.drop()
  })
  const url = `http://127.0.0.1:${node.port}`
  expect([await statusOf(url, '/healthz'), await statusOf(url, '/readyz')]).toEqual([200, 503])
  await database.pool.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  expect(await statusOf(url, '/readyz'), 'a database without tables').toBe(503)
  await applyMigrations(later.href)
  await expect.poll(() => statusOf(url, '/readyz'), PATIENCE).toBe(200)
  const pool = new pg.Pool({ connectionString: later.href, max: 1 })
  onTestFinished(() => pool.end())
  const ann = await createPerson({ pool })
  const client = await connectRaw(url, ann)
  expect((await client.get('room:list', {})).rooms).toBeDefined()
  client.close()
})
