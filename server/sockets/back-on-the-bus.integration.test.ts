import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { startProxy } from '#server/live/testing/proxy.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer } from '#server/testing/server.ts'
import { sharedRedisUrl } from '#server/testing/shared.ts'

test('[K3] what a node told while it was cut from Redis is known on the others as soon as it is back', {
  timeout: 60_000,
}, async () => {
  const database = await createTestDatabase()
  const proxy = await startProxy(sharedRedisUrl())
  // Nobody compares by themselves in the time of this test.
  const variables = { RECONCILE_MS: '60000' }
  const whole = await startServer({ ...variables, REDIS_URL: sharedRedisUrl() }, database)
  const cut = await startServer({ ...variables, REDIS_URL: proxy.url }, database)
  onTestFinished(async () => {
    await Promise.all([whole.close(), cut.close()])
    proxy.close()
    await database.drop()
  })
  const [ann, bob] = [await createPerson({ pool: database.pool }), await createPerson({ pool: database.pool })]
  const roomId = await createRoom({ pool: database.pool }, ann, { members: [bob] })
  const [asAnn, asBob] = [await connectRaw(whole.url, ann), await connectRaw(cut.url, bob)]
  onTestFinished(() => {
    for (const client of [asAnn, asBob]) client.close()
  })
  const send = (body: string) => asBob.get('message:send', { id: uuidv7(), roomId, body })
  const heard = (body: string) => asAnn.hear('room:changes', ({ messages }) => messages.some((row) => row.body === body))
  await send('before')
  await heard('before')

  proxy.shut(true)
  await send('while it is cut')
  // It compares by itself only once it knows that its bus is down.
  let asked = 0
  await expect.poll(async () => (await cut.reconcile()).runs - ++asked, { timeout: 15_000 }).toBeGreaterThan(0)
  expect(JSON.stringify(asAnn.heard)).not.toContain('while it is cut')
  proxy.shut(false)
  const since = performance.now()
  await heard('while it is cut')
  expect(performance.now() - since, 'a comparison of its own would be due after 48 s').toBeLessThan(20_000)
})
