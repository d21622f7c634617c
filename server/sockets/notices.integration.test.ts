import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readNoticeWork } from '#bin/notice.ts'
import type { Notice } from '#protocol/models.ts'
import { createNotices } from '#server/core/notices/notices.ts'
import { startRedis, type TestRedis } from '#server/live/testing/redis-server.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let redis: TestRedis
let cluster: Cluster
let owner: Person
let ann: Person
let asOwner: RawClient
let asAnn: RawClient

beforeAll(async () => {
  redis = await startRedis()
  cluster = await startCluster(2, { REDIS_URL: redis.url, RECONCILE_MS: '60000', LOG_LEVEL: 'silent' })
  ;[owner, ann] = (await createPeople(cluster, 2)) as [Person, Person]
  asOwner = await connectRaw(cluster.nodes[0]!.url, owner)
  asAnn = await connectRaw(cluster.nodes[1]!.url, ann)
})
afterAll(async () => {
  asOwner?.close()
  asAnn?.close()
  await cluster?.close()
  await redis?.kill()
})
afterEach(() => cluster.database.pool.query('DELETE FROM notice'))

const heardBy = (client: RawClient, id: string, fits: (notice: Notice) => boolean = () => true) =>
  client.hear('server:notice', (notice) => notice.id === id && fits(notice))
const helloOf = async (person: Person) => {
  const client = await connectRaw(cluster.nodes[1]!.url, person, { hello: false })
  const { notices } = await client.get('session:hello', { revs: {} })
  client.close()
  return notices
}

describe('a notice to everybody [N1]', () => {
  test('is told on every node, to who comes later, and withdrawn everywhere', async () => {
    const { notice } = await asOwner.get('notice:post', { body: 'Moving at six', level: 'warning' })
    expect(notice).toEqual({ id: notice.id, body: 'Moving at six', level: 'warning' })
    for (const client of [asOwner, asAnn]) expect(await heardBy(client, notice.id)).toEqual(notice)
    expect(await helloOf(ann)).toEqual([notice])
    await asOwner.get('notice:end', { id: notice.id })
    for (const client of [asOwner, asAnn]) await heardBy(client, notice.id, (told) => told.endsInMs === 0)
    expect(await helloOf(ann)).toEqual([])
  })

  test('ends by itself when it was given a time', async () => {
    const { notice } = await asOwner.get('notice:post', { body: 'Back in a minute', level: 'info', endsInMinutes: 1 })
    expect(notice.endsInMs).toBeGreaterThan(55_000)
    expect(notice.endsInMs).toBeLessThanOrEqual(60_000)
    const [told] = (await helloOf(ann))!
    expect(told!.endsInMs).toBeLessThanOrEqual(notice.endsInMs!)
    await cluster.database.pool.query('UPDATE notice SET ends_at = clock_timestamp() WHERE id = $1', [notice.id])
    expect(await helloOf(ann)).toEqual([])
  })

  test('is the owners’ and admins’ to post and to withdraw', async () => {
    const refused = { ok: false, error: { code: 'forbidden' } }
    const { notice } = await asOwner.get('notice:post', { body: 'Mine', level: 'info' })
    const moderator = await createPerson(cluster, { role: 'moderator' })
    const asModerator = await connectRaw(cluster.nodes[0]!.url, moderator)
    for (const client of [asAnn, asModerator]) {
      expect(await client.ask('notice:post', { body: 'Yours', level: 'info' })).toMatchObject(refused)
      expect(await client.ask('notice:end', { id: notice.id })).toMatchObject(refused)
    }
    expect(await helloOf(ann)).toEqual([notice])
    expect(await asOwner.ask('notice:end', { id: owner.id })).toMatchObject({ error: { code: 'not_found' } })
    // The right counts when it is committed, whatever the connection was let in as.
    const admin = await createPerson(cluster, { role: 'admin' })
    const asAdmin = await connectRaw(cluster.nodes[1]!.url, admin)
    expect(await asAdmin.ask('notice:post', { body: 'Ours', level: 'info' })).toMatchObject({ ok: true })
    await cluster.database.pool.query(`UPDATE users SET role = 'member' WHERE id = $1`, [admin.id])
    expect(await asAdmin.ask('notice:post', { body: 'Ours', level: 'info' })).toMatchObject(refused)
    asModerator.close()
    asAdmin.close()
  })

  test('five stand at once, also when more are posted together', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => asOwner.ask('notice:post', { body: `Number ${i}`, level: 'info' })),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(5)
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ error: { code: 'conflict' } })
    expect(await helloOf(ann)).toHaveLength(5)
  })

  test('is posted and withdrawn from the command line too', async () => {
    const notices = createNotices(cluster.database.pool)
    await readNoticeWork(['notice', 'From the machine', '--level', 'warning', '--minutes', '5'])!(notices)
    const told = await asAnn.hear('server:notice', (notice) => notice.body === 'From the machine')
    expect(told).toMatchObject({ level: 'warning', endsInMs: expect.any(Number) })
    expect(await readNoticeWork(['end-notices'])!(notices)).toBe('1 notice withdrawn.')
    await heardBy(asAnn, told.id, (notice) => notice.endsInMs === 0)
    expect(readNoticeWork(['create', 'ada'])).toBeNull()
    for (const wrong of [
      ['notice'],
      ['notice', 'x', '--minutes', 'soon'],
      ['notice', 'x', '--level', 'loud'],
      ['notice', 'a\nb'],
    ])
      expect(() => readNoticeWork(wrong), wrong.join(' ')).toThrow(/can’t be told/)
  })

  test('needs no Redis', async () => {
    await redis.kill()
    const { notice } = await asOwner.get('notice:post', { body: 'Redis is gone', level: 'warning' })
    expect(await heardBy(asAnn, notice.id)).toEqual(notice)
  })

  test('reaches a node that was deaf to the database once it hears again', async () => {
    const { pool } = cluster.database
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
    )
    const notices = createNotices(pool)
    const standing = await notices.post('operator', { body: 'Said to the deaf', level: 'info' })
    const withdrawn = await notices.post('operator', { body: 'Said and unsaid', level: 'info' })
    await notices.end('operator', withdrawn.id)
    await heardBy(asAnn, standing.id)
    await heardBy(asAnn, withdrawn.id, (notice) => notice.endsInMs === 0)
  })
})
