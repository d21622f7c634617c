import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPeople, type Person } from '#server/testing/people.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'
import type { Chat } from './api.ts'
import { createChat } from './chat.ts'
import { until } from './testing/until.ts'
import type { ChatState } from './types.ts'

let server: TestServer
let people: Person[]
const chats: Chat[] = []

beforeAll(async () => {
  server = await startServer()
  people = await createPeople(server, 3)
})
afterAll(() => server.close())
afterEach(async () => {
  await Promise.all(chats.splice(0).map((chat) => chat.stop()))
})

async function client(person: Person): Promise<Chat> {
  const chat = createChat({
    url: server.url,
    getToken: person.getToken,
    deviceId: person.id,
    userId: person.id,
    storage: 'memory',
  })
  chats.push(chat)
  await chat.connect()
  expect(chat.getState().connection.status).toBe('live')
  return chat
}
const bodies = (state: ChatState, roomId: string) => state.timelines[roomId]?.messages.map((row) => row.body)

describe('clients and the server', () => {
  it('what is read on one device is read on the others at once, and others see who has seen it [R10] [R23]', async () => {
    const [ann, laptop, phone] = await Promise.all([client(people[0]!), client(people[1]!), client(people[1]!)])
    const room = await ann.createRoom({ kind: 'PRIVATE', name: 'receipts' })
    await ann.invite(room.id, people[1]!.id)
    for (const one of [laptop, phone]) await until(one, ({ rooms }) => rooms[room.id] !== undefined)
    ann.send(room.id, 'read me')
    const seq = 1
    await until(laptop, ({ rooms }) => rooms[room.id]?.unread === 1)
    await until(phone, ({ rooms }) => rooms[room.id]?.unread === 1)
    laptop.markRead(room.id, seq)
    await until(phone, ({ rooms }) => rooms[room.id]?.unread === 0 && rooms[room.id]?.readSeq === seq)
    await until(ann, ({ cursors }) => cursors[room.id]?.some((cursor) => cursor.readSeq >= seq) ?? false)
    // Who comes later is told by opening the room.
    const later = await client(people[0]!)
    expect(later.getState().cursors[room.id]).toBeUndefined()
    later.open(room.id)
    const seen = await until(later, ({ cursors }) => cursors[room.id] !== undefined)
    expect(seen.cursors[room.id]).toEqual([{ userId: people[1]!.id, deliveredSeq: seq, readSeq: seq }])
  })

  it('a message is confirmed on one device and waits on none; its author sees who has, and reminds [Q2] [Q3] [Q4]', async () => {
    const [ann, laptop, phone, cat] = await Promise.all([0, 1, 1, 2].map((at) => client(people[at]!)))
    const room = await ann!.createRoom({ kind: 'PRIVATE', name: 'drills' })
    for (const other of people.slice(1)) await ann!.invite(room.id, other.id)
    for (const one of [laptop!, phone!, cat!]) await until(one, ({ rooms }) => rooms[room.id] !== undefined)
    const id = ann!.send(room.id, 'fire drill at three', { confirm: true })
    for (const one of [laptop!, phone!, cat!]) await until(one, ({ rooms }) => rooms[room.id]?.toConfirm === 1)
    expect((await phone!.unconfirmed()).map((message) => message.id)).toEqual([id])
    await laptop!.confirm(room.id, id)
    for (const one of [laptop!, phone!]) await until(one, ({ rooms }) => rooms[room.id]?.toConfirm === undefined)
    expect(await phone!.unconfirmed()).toEqual([])
    expect(await ann!.confirmations(room.id, id)).toMatchObject({
      confirmed: [{ userId: people[1]!.id }],
      waiting: [people[2]!.id],
    })
    await cat!.stop()
    expect(await ann!.remind(room.id, id)).toBe(1)
    const back = await client(people[2]!)
    expect(back.getState().rooms[room.id]).toMatchObject({ toConfirm: 1, remindedAt: expect.any(String) })
    await back.confirm(room.id, id)
    await until(back, ({ rooms }) => rooms[room.id]?.toConfirm === undefined && rooms[room.id]?.remindedAt === undefined)
    back.markRead(room.id, 1)
    await until(ann!, ({ cursors }) => cursors[room.id]?.some((cursor) => cursor.readSeq === 1) ?? false)
    expect((await ann!.readers(room.id, 1)).userIds).toContain(people[2]!.id)
    expect(ann!.getState().users[people[2]!.id]).toBeDefined()
  })

  it('K1 K2: people talk, change what they said, and everybody sees the same', async () => {
    const [ann, ben] = await Promise.all([client(people[0]!), client(people[1]!)])
    const room = await ann.createRoom({ kind: 'PUBLIC', name: 'talk' })
    await ben.join(room.id)
    ann.open(room.id)
    ben.open(room.id)
    const hello = ann.send(room.id, 'hello')
    await until(ben, (state) => bodies(state, room.id)?.includes('hello') ?? false)
    ben.send(room.id, 'hi')
    await until(ann, (state) => bodies(state, room.id)?.join() === 'hello,hi')
    await ann.edit(room.id, hello, 'hello, all')
    await ben.react(room.id, hello, '👍', true)
    await ann.pin(room.id, hello, true)
    await ann.updateRoom(room.id, { name: 'chatter' })
    const seen = await until(ben, ({ rooms }) => rooms[room.id]?.name === 'chatter')
    expect(seen.timelines[room.id]?.messages[0]).toMatchObject({
      body: 'hello, all',
      pinned: true,
      reactions: [{ emoji: '👍', count: 1, userIds: [people[1]!.id], mine: true }],
    })
    await until(ann, ({ rooms }) => rooms[room.id]?.rev === seen.rooms[room.id]?.rev)
    const withoutMine = (state: ChatState) =>
      state.timelines[room.id]?.messages.map((row) => ({
        ...row,
        reactions: row.reactions.map(({ mine: _mine, ...rest }) => rest),
      }))
    expect(withoutMine(ann.getState())).toEqual(withoutMine(ben.getState()))
  })

  it('counts unread and mentions as the server does, also after coming back', async () => {
    const [ann, ben] = await Promise.all([client(people[0]!), client(people[1]!)])
    const room = await ann.openDirect([people[1]!.id])
    await until(ben, ({ rooms }) => rooms[room.id] !== undefined)
    const ids = ['1', `hey @${people[1]!.username}`, '3'].map((body) => ann.send(room.id, body))
    await until(ben, ({ rooms }) => rooms[room.id]?.unread === 3 && rooms[room.id]?.mentionCount === 1)
    await ann.remove(room.id, ids[1]!)
    await until(ben, ({ rooms }) => rooms[room.id]?.unread === 2 && rooms[room.id]?.mentionCount === 0)
    await ben.stop()
    ann.send(room.id, '4')
    await until(ann, ({ outbox }) => !outbox[room.id])
    const again = await client(people[1]!)
    expect(again.getState().rooms[room.id]).toMatchObject({ unread: 3, mentionCount: 0, lastSeq: 4 })
    again.markRead(room.id, 4)
    const other = await client(people[1]!)
    await until(other, ({ rooms }) => rooms[room.id]?.unread === 0)
  })

  it('a thread that is opened is heard without being followed', async () => {
    const [ann, ben] = await Promise.all([client(people[0]!), client(people[1]!)])
    const room = await ann.createRoom({ kind: 'PUBLIC', name: 'threads' })
    await ben.join(room.id)
    ann.open(room.id)
    const id = ann.send(room.id, 'start')
    await until(ann, ({ outbox }) => !outbox[room.id])
    const thread = await ann.openThread(room.id, id)
    await ben.openThread(room.id, id)
    ben.open(thread.id)
    ann.send(thread.id, 'reply')
    await until(ben, (state) => bodies(state, thread.id)?.join() === 'reply')
    await until(ann, ({ timelines }) => timelines[room.id]?.messages[0]?.thread?.count === 1)
  })

  it('K5: who is removed from a room loses it at once', async () => {
    const [ann, ben] = await Promise.all([client(people[0]!), client(people[1]!)])
    const room = await ann.createRoom({ kind: 'PRIVATE', name: 'secret' })
    await ann.invite(room.id, people[1]!.id)
    await until(ben, ({ rooms }) => rooms[room.id] !== undefined)
    await ann.kick(room.id, people[1]!.id)
    await until(ben, ({ rooms }) => rooms[room.id] === undefined)
  })
})
