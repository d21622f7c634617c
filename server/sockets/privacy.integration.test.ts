import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GENERAL_ROOM_ID } from '#server/core/accounts/general.ts'
import { removeMember } from '#server/core/rooms/membership.ts'
import { transaction } from '#server/database/transaction.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'

type Secret = { roomId: string; messageId: string }

let server: TestServer
let owner: Person
let friend: Person
let stranger: Person
let kicked: Person
let guest: Person
let asOwner: RawClient
let asFriend: RawClient
const clients = new Map<string, RawClient>()
const secrets = new Map<string, Secret>()
const WORDS = 'the words nobody else may read'

beforeAll(async () => {
  server = await startServer(LIFTED_LIMITS)
  const people = (await createPeople(server, 6)) as [Person, Person, Person, Person, Person, Person]
  ;[, owner, friend, stranger, kicked, guest] = people
  await server.database.pool.query(`UPDATE users SET role = 'guest' WHERE id = $1`, [guest.id])
  // An administrator of the installation opens nobody's private room either.
  const connecting = { stranger, kicked, guest, administrator: people[0] }
  asOwner = await connectRaw(server.url, owner)
  asFriend = await connectRaw(server.url, friend)
  for (const [name, person] of Object.entries(connecting)) clients.set(name, await connectRaw(server.url, person))

  const write = async (roomId: string) => {
    const id = uuidv7()
    await asOwner.get('message:send', { roomId, id, body: WORDS })
    return { roomId, messageId: id }
  }
  const privateId = await createRoom(server, owner, { kind: 'PRIVATE', name: 'the hidden room', members: [friend, kicked] })
  const inPrivate = await write(privateId)
  secrets.set('a private room', inPrivate)
  const thread = await asOwner.get('thread:open', { roomId: privateId, messageId: inPrivate.messageId })
  await asFriend.get('thread:open', { roomId: privateId, messageId: inPrivate.messageId })
  secrets.set('a thread of a private room', await write(thread.room.id))
  secrets.set('a direct room', await write(await createRoom(server, owner, { kind: 'DIRECT', members: [friend] })))
  await asOwner.get('room:kick', { roomId: privateId, userId: kicked.id })
  await clients.get('kicked')!.hear('room:removed')
})
afterAll(async () => {
  for (const client of [...clients.values(), asOwner, asFriend]) client?.close()
  await server?.close()
})

/** Which requests answer what to whom is matrix.integration.test.ts. */
describe('what is not yours looks like what is not there [V1]', () => {
  test('a member who sends another’s id gets a conflict without its words; in another room it is another message [M2]', async () => {
    const { roomId, messageId } = secrets.get('a private room')!
    const answer = await asFriend.ask('message:send', { roomId, id: messageId, body: 'mine' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(JSON.stringify(answer)).not.toContain(WORDS)
    const other = await createRoom(server, friend, { kind: 'PRIVATE' })
    expect(await asFriend.get('message:send', { roomId: other, id: messageId, body: 'mine' })).toMatchObject({
      message: { body: 'mine', seq: 1 },
    })
  })

  test('somebody removed who repeats a message of theirs gets what they wrote, and nothing that others did with it since', async () => {
    const roomId = await createRoom(server, owner, { kind: 'PRIVATE', members: [friend, kicked] })
    const asKicked = clients.get('kicked')!
    const id = uuidv7()
    await asKicked.get('message:send', { roomId, id, body: 'my words' })
    await asOwner.get('room:kick', { roomId, userId: kicked.id })
    await asFriend.get('message:react', { roomId, id, emoji: '🤫', on: true })
    const thread = await asFriend.get('thread:open', { roomId, messageId: id })
    await asFriend.get('message:send', { roomId: thread.room.id, id: uuidv7(), body: 'about it' })
    const again = await asKicked.get('message:send', { roomId, id, body: 'my words' })
    expect(again).toMatchObject({ message: { body: 'my words', reactions: [] } })
    expect(JSON.stringify(again)).not.toContain(thread.room.id)
    expect(JSON.stringify(again)).not.toContain(friend.id)
  })

  test('nobody else hears anything of it, ever: not its words, its members, who types or who read', async () => {
    for (const secret of secrets.values()) {
      const { roomId } = secret
      const id = uuidv7()
      await asFriend.get('message:send', { roomId, id, body: WORDS })
      await asOwner.get('message:react', { roomId, id, emoji: '👀', on: true })
      await asOwner.get('typing:set', { roomId, typing: true })
      await asOwner.get('room:read', { roomId, seq: 2 })
      await asOwner.get('room:delivered', { roomId, seq: 2 })
      if (roomId !== secrets.get('a thread of a private room')!.roomId) {
        const asking = uuidv7()
        await asOwner.get('message:send', { roomId, id: asking, body: WORDS, confirm: true })
        await asOwner.get('message:remind', { roomId, id: asking })
        await asFriend.get('message:confirm', { roomId, id: asking })
      }
      // It could fail: the other member hears all of it.
      await asFriend.hear('room:changes', (frame) => frame.roomId === roomId && frame.messages.some((row) => row.reacted))
      await asFriend.hear('typing', (told) => told.roomId === roomId && told.userIds.includes(owner.id))
    }
    await asFriend.hear('room:cursors', (told) => told.cursors.some((cursor) => cursor.userId === owner.id))
    await asOwner.get('room:update', { roomId: secrets.get('a private room')!.roomId, topic: 'a hidden topic' })
    const everybody = await createRoom(server, owner, { members: [friend, stranger, kicked, guest] })
    for (const name of ['stranger', 'kicked', 'guest']) {
      const client = clients.get(name)!
      await client.hear('room:added', ({ room }) => room.id === everybody)
    }
    for (const [name, client] of clients) {
      const since = name === 'kicked' ? client.heard.findIndex((one) => one.event === 'room:removed') + 1 : 0
      const heard = JSON.stringify(client.heard.slice(since))
      expect(heard, name).not.toContain(WORDS)
      expect(heard, name).not.toContain('hidden')
      for (const { roomId } of secrets.values()) expect(heard, name).not.toContain(roomId)
    }
  })

  test('to a guest whoever shares no room with them is like nobody, by name and by id, until they do', async () => {
    const [visitor, host] = (await createPeople(server, 2)) as [Person, Person]
    await server.database.pool.query(`UPDATE users SET role = 'guest' WHERE id = $1`, [visitor.id])
    await transaction(server.database.pool, (query) => removeMember(query, GENERAL_ROOM_ID, visitor.id, 'left'))
    const asVisitor = await connectRaw(server.url, visitor)
    const asHost = await connectRaw(server.url, host)
    const found = async (query: string) => (await asVisitor.get('user:search', { query })).users.map((user) => user.id)
    const known = async (ids: string[]) => (await asVisitor.get('user:get', { ids })).users.map((user) => user.id)
    expect(await found('')).toEqual([visitor.id])
    expect(await found(host.username)).toEqual([])
    expect(await asVisitor.ask('user:get', { ids: [host.id] })).toEqual(await asVisitor.ask('user:get', { ids: [uuidv7()] }))
    expect((await asHost.get('user:search', { query: visitor.username })).users).toHaveLength(1)
    const open = (id: string) => asVisitor.ask('room:create', { kind: 'DIRECT', memberIds: [id] })
    expect(await open(host.id)).toMatchObject({ error: { code: 'not_found' } })
    expect(await open(host.id)).toEqual(await open(uuidv7()))
    const make = (id: string) => asVisitor.ask('room:create', { kind: 'PRIVATE', name: 'mine', memberIds: [id] })
    expect(await make(host.id)).toEqual(await make(uuidv7()))
    const writtenBy = (name: string) => asVisitor.ask('search:messages', { query: `from:@${name}` })
    expect(await writtenBy(host.username)).toMatchObject({ error: { code: 'not_found' } })
    expect(await writtenBy(host.username)).toEqual(await writtenBy('nobody-of-that-name'))
    const asKeeper = clients.get('administrator')!
    const { group } = await asKeeper.get('group:create', { name: `hosts-${host.username}`, memberIds: [host.id] })
    const inGroup = async () => (await asVisitor.get('group:members', { groupId: group.id })).userIds
    expect(await inGroup()).toEqual([])
    await createRoom(server, host, { kind: 'PRIVATE', members: [visitor] })
    expect(await found(host.username)).toEqual([host.id])
    expect((await known([host.id, owner.id, visitor.id])).sort()).toEqual([host.id, visitor.id].sort())
    expect(await open(host.id)).toMatchObject({ ok: true })
    expect(await writtenBy(host.username)).toMatchObject({ ok: true })
    expect(await inGroup()).toEqual([host.id])
    const { room: theirs } = await asHost.get('room:create', { kind: 'PRIVATE', name: 'ours', memberIds: [visitor.id] })
    const bring = (userId: string) => asVisitor.ask('room:invite', { roomId: theirs.id, userId })
    expect(await bring(owner.id)).toMatchObject({ error: { code: 'not_found' } })
    expect(await bring(owner.id)).toEqual(await bring(uuidv7()))
    await createRoom(server, owner, { kind: 'PRIVATE', members: [visitor] })
    expect(await bring(owner.id)).toMatchObject({ ok: true })
    for (const client of [asVisitor, asHost]) client.close()
  })

  test('lists and searches show nothing of it', async () => {
    const asStranger = clients.get('stranger')!
    const rooms = await asStranger.get('room:list', { limit: 100 })
    expect(rooms.rooms.length).toBeGreaterThan(0)
    expect(rooms.rooms.every((room) => room.kind === 'PUBLIC')).toBe(true)
    expect((await asStranger.get('room:list', { query: 'hidden' })).rooms).toEqual([])
    expect((await asStranger.get('message:unconfirmed', {})).messages).toEqual([])
    const { users } = await asStranger.get('user:search', { query: friend.username })
    expect(users).toEqual([{ id: friend.id, username: friend.username, displayName: friend.displayName, role: 'member' }])
    const got = await asStranger.get('user:get', { ids: [friend.id, uuidv7()] })
    expect(got.users.map((user) => Object.keys(user).sort())).toEqual([['displayName', 'id', 'role', 'username']])
  })

  test('a private room’s name is free for everybody else', async () => {
    expect(await asFriend.ask('room:create', { kind: 'PUBLIC', name: 'the hidden room' })).toMatchObject({ ok: true })
  })
})

describe('presence', () => {
  test('is watched only of people one shares a room with; a thread followed once does not count', async () => {
    const { pool } = server.database
    const asStranger = clients.get('stranger')!
    const watched = async () => (await asStranger.get('presence:watch', { userIds: [owner.id, uuidv7()] })).presence
    expect((await watched()).map(({ userId }) => userId)).toEqual([owner.id])
    await pool.query('UPDATE membership SET left_at = now() WHERE user_id = $1', [stranger.id])
    const { roomId } = secrets.get('a thread of a private room')!
    await pool.query('INSERT INTO membership (room_id, user_id) VALUES ($1, $2)', [roomId, stranger.id])
    try {
      expect(await watched()).toEqual([])
    } finally {
      await pool.query('DELETE FROM membership WHERE room_id = $1 AND user_id = $2', [roomId, stranger.id])
      await pool.query('UPDATE membership SET left_at = NULL WHERE user_id = $1', [stranger.id])
    }
  })
})

describe('what a client may not say is not heard', () => {
  test('fields that are the server’s are ignored in every request', async () => {
    const roomId = await createRoom(server, owner, { members: [friend] })
    const id = uuidv7()
    const forged = {
      seq: 987_654_321,
      rev: 987_654_321,
      authorId: owner.id,
      userId: owner.id,
      createdAt: '2001-01-01T00:00:00Z',
      editedAt: null,
      pinned: true,
      kind: 'system',
      role: 'owner',
      mentions: { userIds: [owner.id], groupIds: [] },
      reactions: [{ emoji: '👍', count: 99, userIds: [] }],
      confirmAsked: 9,
      confirmed: [owner.id],
      remindedAt: '2001-01-01T00:00:00Z',
      __proto__: { isAdmin: true },
      constructor: { prototype: { isAdmin: true } },
    }
    const sent = (await asFriend.throwAt('message:send', { ...forged, roomId, id, body: 'words' })) as object
    expect(sent).toMatchObject({
      ok: true,
      data: { message: { seq: 1, authorId: friend.id, pinned: false, reactions: [], mentions: { userIds: [] } } },
    })
    const text = JSON.stringify(sent)
    for (const trace of ['2001', '987654321', 'system', 'isAdmin']) expect(text).not.toContain(trace)
    expect(await asFriend.throwAt('room:join', { ...forged, roomId })).toMatchObject({
      ok: true,
      data: { room: { role: 'member' } },
    })
    expect(await asFriend.throwAt('room:update', { ...forged, roomId, name: 'mine' })).toMatchObject({
      error: { code: 'forbidden' },
    })
    expect(await asFriend.throwAt('session:hello', { ...forged, revs: {} })).toMatchObject({
      data: { user: { id: friend.id, role: 'member' } },
    })
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('nobody removes themselves, or somebody of their own rank or above', async () => {
    const roomId = await createRoom(server, owner, { members: [friend, stranger] })
    await server.database.pool.query(`UPDATE membership SET role = 'moderator' WHERE room_id = $1 AND user_id <> $2`, [
      roomId,
      owner.id,
    ])
    for (const userId of [owner.id, stranger.id, friend.id]) {
      expect(await asFriend.ask('room:kick', { roomId, userId })).toMatchObject({ error: { code: 'forbidden' } })
    }
    expect(await asOwner.ask('room:kick', { roomId, userId: owner.id })).toMatchObject({ error: { code: 'forbidden' } })
    expect(await asOwner.ask('room:kick', { roomId, userId: stranger.id })).toMatchObject({ ok: true })
  })
})
