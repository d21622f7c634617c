import { expect, onTestFinished, test } from 'vitest'
import { createAccount } from '#server/core/accounts/create-account.ts'
import { verifyCredentials } from '#server/core/accounts/verify-credentials.ts'
import { WrongEnvironment } from '#server/env.ts'
import { createLog } from '#server/log.ts'
import { startServer } from '#server/start.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { testEnv } from '#server/testing/env.ts'
import { startPgBouncer } from '#server/testing/pgbouncer.ts'
import { openDatabase } from './database.ts'

async function pooled() {
  const database = await createTestDatabase()
  const bouncer = await startPgBouncer(database.url)
  onTestFinished(async () => {
    await bouncer.stop()
    await database.drop()
  })
  return bouncer.url
}

test('[O7] what pages do works through a pooler that shares sessions', async () => {
  const url = await pooled()
  const database = openDatabase(url, 6, () => undefined)
  onTestFinished(() => database.close())
  const deps = { database, settings: testEnv() }
  const registration = { username: 'ann', password: 'correct horse battery' }
  const all = Array.from({ length: 12 }, (_, i) =>
    createAccount(deps, { ...registration, username: `ann-${i}` }, { kind: 'operator' }),
  )
  expect((await Promise.all(all)).map(({ username }) => username)).toEqual(all.map((_, i) => `ann-${i}`))
  expect(await database.prisma.user.count()).toBe(12)
  const caller = { address: '127.0.0.1' }
  const { userId } = await verifyCredentials(deps, { username: 'ann-3', password: registration.password }, caller)
  expect(await database.prisma.user.findUnique({ where: { id: userId } })).toMatchObject({ username: 'ann-3' })
})

test('[O7] the same address without saying so is refused by the pooler: it is what the word is for', async () => {
  const url = (await pooled()).replace('?pgbouncer=true', '')
  const database = openDatabase(url, 4, () => undefined)
  onTestFinished(() => database.close())
  await expect(database.pool.query('SELECT 1')).rejects.toThrow(/unsupported startup parameter/)
})

test('[O7] a socket host does not start on a pooler, and says what it needs', async () => {
  const env = testEnv({ DATABASE_URL: 'postgresql://parley:x@127.0.0.1:1/parley?pgbouncer=true' })
  await expect(startServer(env, { log: createLog('silent') })).rejects.toThrow(WrongEnvironment)
  await expect(startServer(env, { log: createLog('silent') })).rejects.toThrow(/the address of PostgreSQL itself/)
})
