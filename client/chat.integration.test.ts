import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPeople, type Person } from '#server/testing/people.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'
import { createChat } from './chat.ts'
import { until } from './testing/until.ts'
import type { Chat, ChatState } from './types.ts'

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
