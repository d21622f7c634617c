import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SECTIONS_MAX } from '#protocol/limits.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let me: Person
let desk: RawClient
let phone: RawClient
let asAnn: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, { ...LIFTED_LIMITS, RECONCILE_MS: '60000' })
  ;[, ann] = (await createPeople(cluster, 2)) as [Person, Person]
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
})
beforeEach(async () => {
  desk?.close()
  phone?.close()
  me = await createPerson(cluster)
  desk = await connectRaw(cluster.nodes[0]!.url, me)
  phone = await connectRaw(cluster.nodes[1]!.url, me)
})
afterAll(async () => {
  for (const client of [asAnn, desk, phone]) client?.close()
  await cluster?.close()
})

const refused = (code: string) => ({ ok: false, error: { code } })
const helloOf = async (person: Person) => {
  const client = await connectRaw(cluster.nodes[1]!.url, person, { hello: false })
  const hello = await client.get('session:hello', { revs: {} })
  client.close()
  return hello
}
async function makeRoom(): Promise<string> {
  const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [me] })
  await phone.hear('room:added', ({ room }) => room.id === roomId)
  return roomId
}
const onPhone = (roomId: string, fits: (room: RoomSummary) => boolean) =>
  phone.hear('room:updated', ({ room }) => room.id === roomId && fits(room))

describe('sections of one’s own [B1]', () => {
  test('are on all of one’s devices at once, on another node too, in hello, and nobody else’s', async () => {
    const id = uuidv7()
    await desk.get('section:set', { id, name: 'Work', position: 'V' })
    const { section } = await phone.hear('section:updated', (told) => told.section.id === id)
    expect(section).toEqual({ id, name: 'Work', position: 'V', folded: false, unreadOnly: false, meRev: section.meRev })
    expect((await helloOf(me)).sections).toEqual([section])
    expect((await helloOf(ann)).sections).toEqual([])
    // Under the same id it is another person's own, and tells nothing of this one.
    expect(await asAnn.ask('section:set', { id, folded: true })).toMatchObject(refused('not_found'))
    expect(await asAnn.ask('section:delete', { id })).toMatchObject(refused('not_found'))
    expect(asAnn.heard.some(({ event }) => event === 'section:updated')).toBe(false)
  })

  test('of two devices that change different things at once, both count', async () => {
    const id = uuidv7()
    await desk.get('section:set', { id, name: 'Work' })
    await Promise.all([
      desk.get('section:set', { id, name: 'Projects' }),
      phone.get('section:set', { id, sort: 'recent' }),
      desk.get('section:set', { id: 'rooms', folded: true }),
      phone.get('section:set', { id: 'rooms', unreadOnly: true }),
    ])
    const { sections } = await helloOf(me)
    expect(sections?.find((one) => one.id === id)).toMatchObject({ name: 'Projects', sort: 'recent' })
    expect(sections?.find((one) => one.id === 'rooms')).toMatchObject({ folded: true, unreadOnly: true })
  })

  test('a deleted one stays deleted, whatever another device still wants of it', async () => {
    const id = uuidv7()
    await desk.get('section:set', { id, name: 'Work' })
    await desk.get('section:delete', { id })
    await phone.hear('section:updated', ({ section }) => section.id === id && section.gone === true)
    expect(await phone.ask('section:set', { id, name: 'Work' })).toMatchObject(refused('not_found'))
    expect(await phone.ask('section:delete', { id })).toMatchObject({ ok: true })
    expect((await helloOf(me)).sections).toEqual([])
  })

  test('are refused past their number, without a name, and another name for the built-in ones', async () => {
    expect(await desk.ask('section:set', { id: uuidv7(), folded: true })).toMatchObject(refused('not_found'))
    expect(await desk.ask('section:set', { id: 'rooms', name: 'Mine' })).toMatchObject(refused('invalid'))
    for (let i = 0; i < SECTIONS_MAX; i++) await desk.get('section:set', { id: uuidv7(), name: `${i}` })
    expect(await desk.ask('section:set', { id: uuidv7(), name: 'one more' })).toMatchObject(refused('conflict'))
  })
})

describe('where a room stands, and how loud it is [B1, B2]', () => {
  test('favourite, section and place are told to one’s devices, one by one, and to nobody else', async () => {
    const roomId = await makeRoom()
    const sectionId = uuidv7()
    await desk.get('room:place', { roomId, sectionId, position: 'V' })
    await onPhone(roomId, (room) => room.sectionId === sectionId && room.position === 'V')
    await phone.get('room:place', { roomId, favourite: true })
    const { room } = await desk.hear('room:updated', (told) => told.room.id === roomId && told.room.favourite === true)
    expect(room).toMatchObject({ sectionId, position: 'V' })
    await phone.get('room:place', { roomId, sectionId: null })
    await onPhone(roomId, ({ sectionId: there, favourite }) => there === undefined && favourite === true)
    const other = (await asAnn.get('room:get', { roomId })).room
    expect(other).not.toHaveProperty('favourite')
    expect(other).not.toHaveProperty('position')
  })

  test('mute stands apart from the level', async () => {
    const roomId = await makeRoom()
    await desk.get('room:mute', { roomId, muted: true })
    await onPhone(roomId, (room) => room.muted === true && room.notify === 'all' && room.notifyOwn === undefined)
    await desk.get('room:notify', { roomId, level: 'mentions' })
    await onPhone(roomId, (room) => room.muted === true && room.notify === 'mentions' && room.notifyOwn === true)
    await desk.get('room:mute', { roomId, muted: false })
    await onPhone(roomId, (room) => room.muted === undefined && room.notify === 'mentions')
  })

  test('a default counts for channels nothing was chosen for, now and later, and for no conversation', async () => {
    const [follows, chosen] = [await makeRoom(), await makeRoom()]
    const direct = await createRoom(cluster, ann, { kind: 'DIRECT', members: [me] })
    await desk.get('room:notify', { roomId: chosen, level: 'all' })
    await desk.get('preferences:set', { notify: 'mentions' })
    await onPhone(follows, (room) => room.notify === 'mentions')
    expect((await phone.hear('preferences:updated')).preferences).toEqual({ notify: 'mentions' })
    const later = await makeRoom()
    const levels = async () => {
      const { rooms, preferences } = await helloOf(me)
      const of = (id: string) => rooms.find((room) => room.id === id)?.notify
      return [preferences?.notify, of(follows), of(chosen), of(direct), of(later)]
    }
    expect(await levels()).toEqual(['mentions', 'mentions', 'all', 'all', 'mentions'])
    await desk.get('room:notify', { roomId: chosen, level: 'default' })
    await desk.get('preferences:set', { notify: 'none' })
    expect(await levels()).toEqual(['none', 'none', 'none', 'all', 'none'])
  })

  test('changes of many rooms and a default at once end alike on both devices', async () => {
    const rooms = await Promise.all(Array.from({ length: 6 }, () => makeRoom()))
    await Promise.all([
      ...rooms.map((roomId) => desk.get('room:place', { roomId, favourite: true })),
      ...rooms.map((roomId) => phone.get('room:mute', { roomId, muted: true })),
      desk.get('preferences:set', { notify: 'mentions' }),
      phone.get('preferences:set', { notify: 'none' }),
    ])
    const hello = await helloOf(me)
    for (const roomId of rooms) {
      const room = hello.rooms.find((one) => one.id === roomId)
      expect(room).toMatchObject({ favourite: true, muted: true, notify: hello.preferences?.notify })
    }
  })
})
