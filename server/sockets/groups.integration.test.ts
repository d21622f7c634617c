import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Group } from '#protocol/groups.ts'
import type { Message } from '#protocol/models.ts'
import { createAccount } from '#server/core/accounts/create-account.ts'
import { insertAccount } from '#server/core/accounts/insert-account.ts'
import { readUsername } from '#server/core/accounts/username.ts'
import { transaction } from '#server/database/transaction.ts'
import { startRedis, type TestRedis } from '#server/live/testing/redis-server.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let redis: TestRedis
let cluster: Cluster
let owner: Person
let ann: Person
let bob: Person
let cat: Person
let asOwner: RawClient
let asAnn: RawClient
let asBob: RawClient
let asCat: RawClient

beforeAll(async () => {
  redis = await startRedis()
  cluster = await startCluster(2, { ...LIFTED_LIMITS, REDIS_URL: redis.url, RECONCILE_MS: '60000', LOG_LEVEL: 'silent' })
  ;[owner, ann, bob, cat] = (await createPeople(cluster, 4)) as [Person, Person, Person, Person]
  asOwner = await connectRaw(cluster.nodes[0]!.url, owner)
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
  asCat = await connectRaw(cluster.nodes[1]!.url, cat)
})
afterAll(async () => {
  for (const client of [asOwner, asAnn, asBob, asCat]) client?.close()
  await cluster?.close()
  await redis?.kill()
})

let made = 0
const fresh = (name = 'team') => `${name}-${++made}`
const refused = (code: string) => ({ ok: false, error: { code } })
const make = async (name: string, members: Person[] = []) =>
  (await asOwner.get('group:create', { name, memberIds: members.map(({ id }) => id) })).group
const send = async (client: RawClient, roomId: string, body: string): Promise<Message> => {
  const data = await client.get('message:send', { id: uuidv7(), roomId, body })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}
const summary = async (client: RawClient, roomId: string) => (await client.get('room:get', { roomId })).room

describe('groups [G1, G2]', () => {
  test('are told to everybody at once, to their members that they are one, and to who comes later', async () => {
    const group = await make(fresh(), [bob])
    const bobs = await asBob.hear('group:updated', (told) => told.group.id === group.id)
    const cats = await asCat.hear('group:updated', (told) => told.group.id === group.id)
    expect([bobs.group.mine, cats.group.mine]).toEqual([true, undefined])
    await asOwner.get('group:update', { groupId: group.id, add: [cat.id], remove: [bob.id], description: 'who draws' })
    const changed = ({ group: told }: { group: Group }) => told.id === group.id && told.description === 'who draws'
    expect((await asCat.hear('group:updated', changed)).group).toMatchObject({ mine: true, memberCount: 1 })
    expect((await asBob.hear('group:updated', changed)).group.mine).toBeUndefined()
    const later = await connectRaw(cluster.nodes[1]!.url, cat, { hello: false })
    const hello = await later.get('session:hello', { revs: {} })
    expect(hello.groups?.find((one) => one.id === group.id)).toMatchObject({ mine: true, description: 'who draws' })
    const again = await later.get('session:hello', { revs: {}, groupsRev: hello.groupsRev! })
    expect([again.groups, again.groupsRev]).toEqual([undefined, hello.groupsRev])
    later.close()
    expect((await asBob.get('group:members', { groupId: group.id })).userIds).toEqual([cat.id])
    await asOwner.get('group:delete', { groupId: group.id })
    await asBob.hear('group:updated', ({ group: told }) => told.id === group.id && told.gone === true)
    expect(await asBob.ask('group:members', { groupId: group.id })).toMatchObject(refused('not_found'))
  })

  test('only owners and admins of the installation change them', async () => {
    const group = await make(fresh())
    const moderator = await createPerson(cluster, { role: 'moderator' })
    const asModerator = await connectRaw(cluster.nodes[0]!.url, moderator)
    for (const client of [asAnn, asModerator]) {
      expect(await client.ask('group:create', { name: fresh() })).toMatchObject(refused('forbidden'))
      expect(await client.ask('group:update', { groupId: group.id, add: [ann.id] })).toMatchObject(refused('forbidden'))
      expect(await client.ask('group:delete', { groupId: group.id })).toMatchObject(refused('forbidden'))
    }
    asModerator.close()
  })

  test('a name is one of all people and groups, with its look-alikes, and no reserved one [A2, A3]', async () => {
    const name = fresh('des1gn')
    await make(name)
    const taken = [name, name.toUpperCase(), name.replace('1', 'l'), ann.username]
    for (const one of taken) expect(await asOwner.ask('group:create', { name: one })).toMatchObject(refused('conflict'))
    for (const one of ['all', 'here', 'everyone', 'admin', 'a', 'no spaces'])
      expect(await asOwner.ask('group:create', { name: one })).toMatchObject(refused('invalid'))
    const { NEXTAUTH_SECRET } = cluster.nodes[0]!.env
    const settings = { ...cluster.nodes[0]!.env, NEXTAUTH_SECRET, REGISTRATION: 'open' as const }
    const registered = createAccount(
      { database: cluster.database, settings },
      { username: name, password: 'a long enough one' },
      { kind: 'operator' },
    )
    await expect(registered).rejects.toMatchObject({ code: 'conflict' })
  })

  test('of a person and a group that want one name at once, one gets it [G1]', async () => {
    for (let round = 0; round < 8; round++) {
      const wanted = readUsername(fresh('both'))
      if ('wrong' in wanted) throw new Error(wanted.wrong)
      const account = { ...wanted, displayName: 'x', email: null, passwordHash: null, avatarUrl: null, role: 'member' as const }
      const outcomes = await Promise.allSettled([
        transaction(cluster.database.pool, (query) => insertAccount(query, account, () => undefined)),
        asOwner.get('group:create', { name: wanted.username }),
      ])
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
  })

  test('a deleted group’s name is free again', async () => {
    const name = fresh()
    await asOwner.get('group:delete', { groupId: (await make(name)).id })
    expect(await make(name)).toMatchObject({ name })
  })

  test('are told with Redis dead too', async () => {
    await redis.kill()
    const group = await make(fresh(), [cat])
    expect((await asCat.hear('group:updated', (told) => told.group.id === group.id)).group.mine).toBe(true)
    redis = await startRedis()
  })
})

describe('a group that is mentioned [G3]', () => {
  test('counts for its members who are in the room, and names nobody who is not', async () => {
    const group = await make(fresh(), [bob, cat, owner])
    const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [bob] })
    const message = await send(asAnn, roomId, `@${group.name} look here`)
    expect(message.mentions).toEqual({ userIds: [], groupIds: [group.id] })
    expect(await summary(asBob, roomId)).toMatchObject({ unread: 1, mentionCount: 1 })
    expect(await asCat.ask('room:get', { roomId })).toMatchObject(refused('not_found'))
    const { rows } = await cluster.database.pool.query('SELECT user_id FROM mention WHERE room_id = $1', [roomId])
    expect(rows).toEqual([{ user_id: bob.id }])
    const [row] = (await asBob.get('room:history', { roomId })).messages
    expect(row?.mentions.groupIds).toEqual([group.id])
    await asAnn.get('message:delete', { roomId, id: message.id })
    expect(await summary(asBob, roomId)).toMatchObject({ unread: 0, mentionCount: 0 })
  })

  test('follows a thread with its members; in a direct conversation, in code and once deleted it is a word', async () => {
    const group = await make(fresh(), [bob])
    const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [bob] })
    const first = await send(asAnn, roomId, 'first')
    const { room: thread } = await asAnn.get('thread:open', { roomId, messageId: first.id })
    await send(asAnn, thread.id, `@${group.name}`)
    expect(await summary(asBob, thread.id)).toMatchObject({ unread: 1, mentionCount: 1 })
    expect((await send(asAnn, roomId, `\`@${group.name}\``)).mentions.groupIds).toEqual([])
    const direct = await createRoom(cluster, ann, { kind: 'DIRECT', members: [bob] })
    expect((await send(asAnn, direct, `@${group.name}`)).mentions.groupIds).toEqual([])
    await asOwner.get('group:delete', { groupId: group.id })
    expect((await send(asAnn, roomId, `@${group.name}`)).mentions.groupIds).toEqual([])
  })

  test('an edit names it and adds no mention; one batch holds several', async () => {
    const group = await make(fresh(), [bob])
    const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [bob] })
    const message = await send(asAnn, roomId, 'nobody')
    const edited = await asAnn.get('message:edit', { roomId, id: message.id, body: `@${group.name}` })
    expect(edited.message.mentions.groupIds).toEqual([group.id])
    expect(await summary(asBob, roomId)).toMatchObject({ mentionCount: 0 })
    await Promise.all(Array.from({ length: 5 }, (_, i) => send(asAnn, roomId, i % 2 ? 'plain' : `@${group.name} ${i}`)))
    expect(await summary(asBob, roomId)).toMatchObject({ unread: 6, mentionCount: 3 })
  })
})
