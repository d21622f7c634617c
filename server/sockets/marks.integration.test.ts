import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let owner: Person
let ann: Person
let bob: Person
let cy: Person
let asAnn: RawClient
let asBob: RawClient
let asCy: RawClient

beforeAll(async () => {
  cluster = await startCluster(2)
  owner = await createPerson(cluster)
  ann = await createPerson(cluster)
  bob = await createPerson(cluster)
  cy = await createPerson(cluster)
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
  asCy = await connectRaw(cluster.nodes[1]!.url, cy)
})
afterAll(async () => {
  for (const client of [asAnn, asBob, asCy]) client?.close()
  await cluster?.close()
})

const say = (client: RawClient, roomId: string, body: string) => client.ask('message:send', { roomId, id: uuidv7(), body })
const direct = async (client: RawClient, other: Person) =>
  (await client.get('room:create', { kind: 'DIRECT', memberIds: [other.id] })).room
const preferences = async (client: RawClient) => (await client.get('session:hello', { revs: {} })).preferences
const mentioned = async (client: RawClient, roomId: string, body: string) => {
  const told = await client.get('message:send', { roomId, id: uuidv7(), body })
  return 'message' in told ? told.message.mentions.userIds : null
}
const looks = async (client: RawClient, of: Person) =>
  (await client.get('presence:watch', { userIds: [of.id] })).presence.map(({ status }) => status)

describe('a block', () => {
  test('I6 refuses what either writes directly, in the room there is and in one made later, until it is taken back', async () => {
    const room = await direct(asAnn, bob)
    expect(await say(asBob, room.id, 'hello')).toMatchObject({ ok: true })
    await asAnn.get('person:mark', { userId: bob.id, mark: 'block' })
    expect(await say(asBob, room.id, 'again')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await say(asAnn, room.id, 'and I')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    await asAnn.get('person:mark', { userId: cy.id, mark: 'block' })
    const later = await direct(asCy, ann)
    expect(await say(asCy, later.id, 'hello')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    // Both block each other: one of the two is not enough.
    await asCy.get('person:mark', { userId: ann.id, mark: 'block' })
    await asAnn.get('person:mark', { userId: cy.id, mark: null })
    expect(await say(asCy, later.id, 'hello')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    await asCy.get('person:mark', { userId: ann.id, mark: null })
    expect(await say(asCy, later.id, 'hello')).toMatchObject({ ok: true })
    await asAnn.get('person:mark', { userId: bob.id, mark: null })
    expect(await say(asBob, room.id, 'again')).toMatchObject({ ok: true })
  })

  test('I6 either looks as if they were not there, also to who looked already, and types for nobody', async () => {
    const room = await createRoom(cluster, ann, { members: [bob, cy] })
    await asBob.hear('room:added', (told) => told.room.id === room)
    await asCy.hear('room:added', (told) => told.room.id === room)
    expect(await looks(asBob, ann)).toEqual(['online'])
    await asAnn.get('person:mark', { userId: bob.id, mark: 'block' })
    await asBob.hear('presence', ({ presence }) => presence.some((one) => one.userId === ann.id && one.status === 'offline'))
    expect(await looks(asBob, ann)).toEqual([])
    expect(await looks(asAnn, bob)).toEqual([])
    await asAnn.get('typing:set', { roomId: room, typing: true })
    await asCy.hear('typing', (told) => told.roomId === room && told.userIds.includes(ann.id))
    await asBob.hear('typing', (told) => told.roomId === room)
    const toBob = asBob.heard.filter(({ event }) => event === 'typing').map(({ payload }) => payload)
    expect(toBob.every((told) => !(told as { userIds: string[] }).userIds.includes(ann.id))).toBe(true)
    await asAnn.get('person:mark', { userId: bob.id, mark: null })
    expect(await looks(asBob, ann)).toEqual(['online'])
  })

  test('I6 is not for who runs the installation, nor for oneself', async () => {
    expect(await asAnn.ask('person:mark', { userId: owner.id, mark: 'block' })).toMatchObject({ error: { code: 'forbidden' } })
    await asAnn.get('person:mark', { userId: owner.id, mark: 'mute' })
    await asAnn.get('person:mark', { userId: owner.id, mark: null })
    expect(await asAnn.ask('person:mark', { userId: ann.id, mark: 'mute' })).toMatchObject({ error: { code: 'invalid' } })
  })
})

describe('who is muted or blocked', () => {
  test('I5 mentions by name no more, and others still do', async () => {
    const roomId = await createRoom(cluster, bob, { members: [ann, cy] })
    for (const mark of ['mute', 'block'] as const) {
      await asAnn.get('person:mark', { userId: bob.id, mark })
      expect(await mentioned(asBob, roomId, `@${ann.username} and @${cy.username}`)).toEqual([cy.id])
    }
    expect(await mentioned(asCy, roomId, `@${ann.username}`)).toEqual([ann.id])
    await asAnn.get('person:mark', { userId: bob.id, mark: null })
  })

  test('I5 is known on all of one’s devices at once, and to nobody else', async () => {
    const phone = await connectRaw(cluster.nodes[1]!.url, ann)
    await asAnn.get('person:mark', { userId: bob.id, mark: 'mute' })
    await phone.hear('preferences:updated', (told) => told.preferences.muted?.includes(bob.id) === true)
    expect(await preferences(phone)).toMatchObject({ muted: [bob.id] })
    await asAnn.get('person:mark', { userId: bob.id, mark: null })
    await phone.hear('preferences:updated', (told) => told.preferences.muted === undefined)
    expect(asBob.heard.some(({ event }) => event === 'preferences:updated')).toBe(false)
    phone.close()
  })
})
