import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startCluster } from '#server/testing/server.ts'
import { pingRedis } from './ping-redis.ts'
import { startRedis } from './testing/redis-server.ts'

const ACL = path.resolve(import.meta.dirname, '../../deploy/redis/users.acl')

test('[O11] the Redis user of deploy/ may do all that Parley needs on several hosts, and nothing else', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-acl-'))
  const file = path.join(folder, 'users.acl')
  // Somebody who can ask what was refused.
  const admin = 'user admin on >of-this-test ~* &* +@all\n'
  writeFileSync(file, readFileSync(ACL, 'utf8').replace('change-this-password', 'of-this-test') + admin)
  const server = await startRedis(['--aclfile', file])
  const url = server.url.replace('//', '//parley:of-this-test@')
  onTestFinished(async () => {
    await server.kill()
    rmSync(folder, { recursive: true })
  })
  await pingRedis(url)
  const cluster = await startCluster(2, { REDIS_URL: url, RECONCILE_MS: '60000' })
  const [here, there] = cluster.nodes.map((node) => node.url) as [string, string]
  const [ann, ben] = [await createPerson(cluster), await createPerson(cluster)]
  const roomId = await createRoom(cluster, ann, { members: [ben] })
  const [asAnn, asBen] = [await connectRaw(here, ann), await connectRaw(there, ben)]
  onTestFinished(async () => {
    asAnn.close()
    asBen.close()
    await cluster.close()
  })

  await asAnn.get('message:send', { id: uuidv7(), roomId, body: 'over Redis' })
  await asBen.hear('room:changes', ({ messages }) => messages.some(({ body }) => body === 'over Redis'))
  asAnn.socket.emit('typing:set', { roomId, typing: true }, () => undefined)
  await asBen.hear('typing')
  await asBen.get('presence:watch', { userIds: [ann.id] })
  await asAnn.get('presence:set', { status: 'away' })
  await asBen.hear('presence', (told) => JSON.stringify(told).includes('away'))

  const asked = new Redis(server.url.replace('//', '//admin:of-this-test@'))
  onTestFinished(() => asked.disconnect())
  expect(await asked.acl('LOG'), 'nothing that Parley asked was refused').toEqual([])

  const redis = new Redis(url, { maxRetriesPerRequest: 0 })
  onTestFinished(() => redis.disconnect())
  for (const forbidden of [
    () => redis.get('somebody:else'),
    () => redis.eval("return redis.call('GET', 'somebody:else')", 0),
    () => redis.keys('*'),
    () => redis.flushall(),
    () => redis.config('GET', '*'),
    () => redis.publish('somebody:else', 'x'),
    () => redis.subscribe('somebody:else'),
  ])
    await expect(forbidden()).rejects.toThrow(/NOPERM|permissions|can't access/i)
  expect(((await asked.acl('LOG')) as unknown[]).length, 'what is refused is in that list').toBeGreaterThan(0)
})
