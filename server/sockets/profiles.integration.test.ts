import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAvatar } from '#server/core/people/profile.ts'
import { queryOn } from '#server/database/transaction.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let guest: Person
let asAnn: RawClient
let asBob: RawClient
let asGuest: RawClient

beforeAll(async () => {
  cluster = await startCluster(2)
  await createPerson(cluster)
  ann = await createPerson(cluster, { displayName: 'Ann' })
  bob = await createPerson(cluster)
  guest = await createPerson(cluster, { role: 'guest' })
  // Nobody shares a room with the guest.
  await queryOn(cluster.database.pool)('UPDATE membership SET left_at = now() WHERE user_id = $1', [guest.id])
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
  asGuest = await connectRaw(cluster.nodes[1]!.url, guest)
})
afterAll(async () => {
  for (const client of [asAnn, asBob, asGuest]) client?.close()
  await cluster?.close()
})

const picture = async (width: number, height: number) =>
  (
    await sharp({ create: { width, height, channels: 4, background: '#e335' } })
      .png()
      .toBuffer()
  ).toString('base64')
const idOf = (url = '') => url.split('/').at(-1) ?? ''

describe('profiles', () => {
  test('I1 a name and a picture are told live on every node, and by hello to who was away', async () => {
    const before = await asBob.get('session:hello', { revs: {} })
    const { user } = await asAnn.get('profile:set', { displayName: 'Ann Other', avatar: await picture(300, 200) })
    expect(user).toMatchObject({ id: ann.id, displayName: 'Ann Other', avatarUrl: expect.stringMatching(/^\/api\/avatars\//) })
    expect(await asBob.hear('user:updated', ({ user: told }) => told.id === ann.id)).toEqual({ user })
    const again = await asBob.get('session:hello', { revs: {}, peopleRev: before.peopleRev ?? 0 })
    expect(again.users.find(({ id }) => id === ann.id)).toEqual(user)
    expect(again.peopleRev).toBeGreaterThan(before.peopleRev ?? 0)
    const later = await asBob.get('session:hello', { revs: {}, peopleRev: again.peopleRev ?? 0 })
    expect(later.users.some(({ id }) => id === ann.id)).toBe(false)
  })

  test('I1 a profile keeps what a change does not name, and an empty text takes away', async () => {
    await asAnn.get('profile:set', { title: 'Lead · she/her', about: 'Trains\nand tea', timeZone: 'Europe/Berlin' })
    await asAnn.get('profile:set', { about: '' })
    const { profile } = await asBob.get('profile:get', { userId: ann.id })
    expect(profile).toMatchObject({ title: 'Lead · she/her', timeZone: 'Europe/Berlin' })
    expect(profile.about).toBeUndefined()
    expect(profile.rooms.length).toBeGreaterThan(0)
    for (const wrong of [{ timeZone: 'Berlin, I guess' }, { displayName: '\u200b' }])
      expect(await asAnn.ask('profile:set', wrong)).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })

  test('I2 a picture is made anew as a square, another one has another address, and the former is gone', async () => {
    const query = queryOn(cluster.database.pool)
    const first = (await asAnn.get('profile:set', { avatar: await picture(400, 100) })).user.avatarUrl
    const made = await findAvatar(query, idOf(first))
    expect(await sharp(made ?? undefined).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256, hasAlpha: false })
    const second = (await asAnn.get('profile:set', { avatar: await picture(9, 9) })).user.avatarUrl
    expect(second).not.toBe(first)
    expect(await findAvatar(query, idOf(first))).toBeNull()
    expect((await asAnn.get('profile:set', { avatar: null })).user.avatarUrl).toBeUndefined()
    expect(await findAvatar(query, idOf(second))).toBeNull()
    const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')
    expect(await asAnn.ask('profile:set', { avatar: script })).toMatchObject({ error: { code: 'invalid' } })
  })

  test('V1 a guest hears of nobody they share no room with, and of whoever they do', async () => {
    expect(await asGuest.ask('profile:get', { userId: ann.id })).toMatchObject({ error: { code: 'not_found' } })
    await createRoom(cluster, bob, { kind: 'PRIVATE', members: [guest] })
    await asAnn.get('profile:set', { displayName: 'Ann Unseen' })
    const { user } = await asBob.get('profile:set', { displayName: 'Bob Seen' })
    const told = await asGuest.hear('user:updated', ({ user: one }) => one.displayName.includes('een'))
    expect(told.user).toEqual(user)
  })
})
