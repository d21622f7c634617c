import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Chat } from '#client/api.ts'
import { createChat } from '#client/chat.ts'
import { until } from '#client/testing/until.ts'
import type { ChatState } from '#client/types.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let owner: Person
let ann: Person
let ben: Person
const chats: Chat[] = []

beforeAll(async () => {
  cluster = await startCluster(2)
  ;[owner, ann, ben] = (await createPeople(cluster, 3)) as [Person, Person, Person]
})
afterAll(() => cluster.close())
afterEach(async () => {
  await Promise.all(chats.splice(0).map((chat) => chat.stop()))
})

async function device(person: Person, node: number): Promise<Chat> {
  const chat = createChat({
    url: cluster.nodes[node]!.url,
    getToken: person.getToken,
    deviceId: `${person.id} ${node}`,
    userId: person.id,
    storage: 'memory',
  })
  chats.push(chat)
  await chat.connect()
  return chat
}
const arranged = ({ rooms, sections, preferences }: ChatState) => ({
  preferences,
  sections: Object.values(sections)
    .map(({ meRev: _meRev, ...section }) => section)
    .sort((a, b) => a.id.localeCompare(b.id)),
  rooms: Object.values(rooms)
    .map(({ id, favourite = false, muted = false, notify, sectionId, position }) => [
      id,
      favourite,
      muted,
      notify,
      sectionId,
      position,
    ])
    .sort(),
})

it('what two devices arrange, one of them away for a while, ends alike on both, and nothing that was wanted is lost [B1] [B2]', async () => {
  const [desk, phone] = await Promise.all([device(ann, 0), device(ann, 1)])
  const rooms = await Promise.all(['one', 'two', 'three'].map((name) => desk.createRoom({ kind: 'PRIVATE', name })))
  const [one, two, three] = rooms.map(({ id }) => id) as [string, string, string]
  await until(phone, (state) => rooms.every(({ id }) => state.rooms[id]))

  // Away: what is wanted waits. The verbs answer once it was told.
  await phone.stop()
  const away = [
    phone.setPlace(one, { favourite: true }),
    phone.setMuted(two, true),
    phone.setPreferences({ notify: 'mentions' }),
    phone.createSection('From the phone', 'a0').done,
  ]
  const { id, done } = desk.createSection('From the desk', 'a1')
  await Promise.all([
    done,
    desk.setPlace(one, { sectionId: id }),
    desk.setNotify(three, 'all'),
    desk.setPlace(two, { position: 'a5' }),
  ])
  await phone.connect()
  await Promise.all(away)

  const state = await until(
    desk,
    ({ sections, preferences, rooms: held }) =>
      Object.keys(sections).length === 2 &&
      preferences.notify === 'mentions' &&
      held[two]?.muted === true &&
      held[one]?.favourite === true,
  )
  expect(state.rooms[one]).toMatchObject({ favourite: true, sectionId: id, notify: 'mentions' })
  expect(state.rooms[two]).toMatchObject({ muted: true, position: 'a5' })
  expect(state.rooms[three]).toMatchObject({ notify: 'all', notifyOwn: true })
  await until(phone, (other) => JSON.stringify(arranged(other)) === JSON.stringify(arranged(desk.getState())))
  const later = await device(ann, 1)
  expect(arranged(later.getState())).toEqual(arranged(desk.getState()))
})

it('a group’s mention counts here as it counts there, live and after coming back [G3]', async () => {
  const [boss, anns, bens] = await Promise.all([device(owner, 0), device(ann, 0), device(ben, 1)])
  const group = await boss.createGroup({ name: 'design', memberIds: [ben.id] })
  await until(bens, ({ groups }) => groups[group.id]?.mine === true)
  const room = await anns.createRoom({ kind: 'PRIVATE', name: 'drawings' })
  await anns.invite(room.id, ben.id)
  await until(bens, ({ rooms }) => rooms[room.id] !== undefined)
  anns.send(room.id, '@design look')
  anns.send(room.id, 'nobody in particular')
  await until(bens, ({ rooms }) => rooms[room.id]?.unread === 2)
  expect(bens.getState().rooms[room.id]).toMatchObject({ unread: 2, mentionCount: 1 })
  expect(await bens.getRoom(room.id)).toMatchObject({ unread: 2, mentionCount: 1 })
  const later = await device(ben, 0)
  expect(later.getState().rooms[room.id]).toMatchObject({ unread: 2, mentionCount: 1 })
  expect(later.getState().groups[group.id]).toMatchObject({ name: 'design', mine: true })
})

it('what a room says itself is counted nowhere, live as well [R3] [M5]', async () => {
  const [anns, bens] = await Promise.all([device(ann, 0), device(ben, 1)])
  const room = await anns.createRoom({ kind: 'PRIVATE', name: 'quiet' })
  await anns.invite(room.id, ben.id)
  await until(bens, ({ rooms }) => rooms[room.id] !== undefined)
  await anns.updateRoom(room.id, { topic: 'for all' })
  const state = await until(bens, ({ rooms }) => rooms[room.id]?.topic === 'for all' && rooms[room.id]?.lastSeq === 1)
  expect(state.rooms[room.id]).toMatchObject({ unread: 0, mentionCount: 0 })
  anns.send(room.id, 'now something')
  await until(bens, ({ rooms }) => rooms[room.id]?.unread === 1)
  expect(await bens.getRoom(room.id)).toMatchObject({ unread: 1 })
})

it('how a room stands is told by ids and counts alone', async () => {
  const anns = await device(ann, 0)
  const room = await anns.createRoom({ kind: 'PRIVATE', name: 'secret name' })
  anns.open(room.id)
  anns.send(room.id, 'secret words')
  await until(anns, ({ outbox, timelines }) => !outbox[room.id] && timelines[room.id]?.messages.length === 1)
  const diagnosis = anns.diagnose(room.id)
  expect(diagnosis).toMatchObject({ room: room.id, status: 'live', seq: 1, lastSeq: 1, behind: 0, wishes: 0 })
  expect(diagnosis.rev).toBe(anns.getState().rooms[room.id]?.rev)
  expect(diagnosis.connection).toBeTruthy()
  expect(JSON.stringify(diagnosis)).not.toMatch(/secret|eyJ/)
  await anns.stop()
  anns.send(room.id, 'for later')
  await until(anns, ({ outbox }) => outbox[room.id]?.length === 1)
  expect(anns.diagnose(room.id)).toMatchObject({ status: 'stopped', outbox: { room: 1, all: 1, failed: 0 } })
})
