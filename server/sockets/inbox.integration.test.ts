import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Reminder } from '#protocol/later.ts'
import type { Message } from '#protocol/models.ts'
import { createKeywords } from '#server/core/later/keywords.ts'
import { openDatabase } from '#server/database/database.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster, startServer } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let asAnn: RawClient
/** Ann’s other device, on the other node. */
let annsPhone: RawClient
let asBob: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, {
    RECONCILE_MS: '60000',
    LIMIT_REQUESTS_PER_SECOND: '100000',
    LIMIT_MESSAGES_PER_SECOND: '100000',
    LIMIT_MESSAGES_BURST: '100000',
    LIMIT_SYNCS_PER_SECOND: '100000',
  })
  ;[, ann, bob] = (await createPeople(cluster, 3)) as [Person, Person, Person]
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  annsPhone = await connectRaw(cluster.nodes[1]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
})
afterAll(async () => {
  for (const client of [asAnn, annsPhone, asBob]) client?.close()
  await cluster?.close()
})

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
const refused = (code: string) => ({ ok: false, error: { code } })

async function makeRoom(kind: 'PUBLIC' | 'PRIVATE' = 'PRIVATE'): Promise<string> {
  const roomId = await createRoom(cluster, bob, { kind, members: kind === 'PRIVATE' ? [ann] : [] })
  if (kind === 'PUBLIC') await asAnn.get('room:join', { roomId })
  for (const client of [asAnn, annsPhone, asBob]) await client.hear('room:added', (told) => told.room.id === roomId)
  return roomId
}
async function say(client: RawClient, roomId: string, body: string): Promise<Message> {
  const data = await client.get('message:send', { id: uuidv7(), roomId, body })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}
const reminded = (client: RawClient, id: string, state: Reminder['state']) =>
  client.hear('me:later', ({ reminders = [] }) => reminders.some((row) => row.id === id && row.state === state))
const summary = async (roomId: string) => (await asAnn.get('room:get', { roomId })).room

describe('a reminder', () => {
  test('comes at its time on all devices at once, and is told once however often its job runs [T5]', async () => {
    const roomId = await makeRoom()
    const message = await say(asBob, roomId, 'please look at this')
    const at = inMs(700)
    const { reminder } = await asAnn.get('reminder:add', { roomId, messageId: message.id, at })
    expect(reminder).toMatchObject({ roomId, messageId: message.id, at, state: 'waiting' })
    await Promise.all([asAnn, annsPhone].map((client) => reminded(client, reminder.id, 'due')))
    expect(Date.now() - Date.parse(at)).toBeLessThan(2_000)
    const { reminders, messages, users } = await annsPhone.get('reminder:list', {})
    expect(reminders).toMatchObject([{ id: reminder.id, state: 'due' }])
    expect(messages.map(({ id }) => id)).toEqual([message.id])
    expect(users.map(({ id }) => id)).toContain(bob.id)
    await cluster.database.pool.query('UPDATE job SET run_at = now()')
    await asAnn.get('reminder:done', { id: reminder.id })
    await reminded(annsPhone, reminder.id, 'done')
    const due = annsPhone.heard.flatMap(({ event, payload }) => (event === 'me:later' ? (payload.reminders ?? []) : []))
    expect(due.filter((row) => row.id === reminder.id && row.state === 'due')).toHaveLength(1)
    expect((await asAnn.get('reminder:list', {})).reminders).toEqual([])
  })

  test('of words alone, snoozed before and after its time, comes at the later time only; removed, never', async () => {
    const { reminder } = await asAnn.get('reminder:add', { text: 'call mother', at: inMs(3_000) })
    const later = inMs(4_000)
    await annsPhone.get('reminder:snooze', { id: reminder.id, at: later })
    await reminded(asAnn, reminder.id, 'due')
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(later) - 50)
    expect(await asAnn.get('reminder:snooze', { id: reminder.id, at: inMs(400) })).toMatchObject({
      reminder: { state: 'waiting', text: 'call mother' },
    })
    await asAnn.get('reminder:remove', { id: reminder.id })
    await reminded(annsPhone, reminder.id, 'removed')
    expect(await asAnn.ask('reminder:done', { id: reminder.id })).toMatchObject(refused('not_found'))
    expect((await cluster.database.pool.query('SELECT text FROM reminder WHERE id = $1', [reminder.id])).rows).toEqual([
      { text: null },
    ])
    await vi.waitFor(async () =>
      expect((await cluster.database.pool.query("SELECT 1 FROM job WHERE kind = 'reminder:due'")).rows).toEqual([]),
    )
  })

  test('needs something to be about and a time to come, and asked again under its id is the same', async () => {
    const ask = (more: object) => asAnn.ask('reminder:add', { at: inMs(60_000), ...more } as never)
    expect(await ask({})).toMatchObject(refused('invalid'))
    expect(await ask({ text: 'x', at: inMs(-120_000) })).toMatchObject(refused('invalid'))
    expect(await ask({ messageId: uuidv7(), text: 'x' })).toMatchObject(refused('invalid'))
    const id = uuidv7()
    const first = await ask({ id, text: 'once' })
    expect(await ask({ id, text: 'twice' })).toEqual(first)
    await asAnn.get('reminder:remove', { id })
  })

  test('keeps its place and shows no message once its room may not be read [V1]', async () => {
    const roomId = await makeRoom()
    const message = await say(asBob, roomId, 'a secret')
    const { reminder } = await asAnn.get('reminder:add', { roomId, messageId: message.id, at: inMs(60_000) })
    await asBob.get('room:kick', { roomId, userId: ann.id })
    const { reminders, messages } = await asAnn.get('reminder:list', {})
    expect(reminders.map(({ id }) => id)).toContain(reminder.id)
    expect(messages).toEqual([])
    await asAnn.get('reminder:remove', { id: reminder.id })
  })

  test('is one’s own [V1]', async () => {
    const { reminder } = await asAnn.get('reminder:add', { text: 'mine', at: inMs(60_000) })
    for (const event of ['reminder:done', 'reminder:remove'] as const)
      expect(await asBob.ask(event, { id: reminder.id })).toEqual(await asBob.ask(event, { id: uuidv7() }))
    expect((await asBob.get('reminder:list', {})).reminders).toEqual([])
    await asAnn.get('reminder:remove', { id: reminder.id })
  })
})

describe('a saved message', () => {
  test('is kept on all devices, latest first and in pages, and let go on all of them [T6]', async () => {
    const roomId = await makeRoom()
    const messages: Message[] = []
    for (const body of ['one', 'two', 'three']) messages.push(await say(asBob, roomId, body))
    for (const { id } of messages) await asAnn.get('saved:set', { roomId, id, on: true })
    await asAnn.get('saved:set', { roomId, id: messages[0]!.id, on: true })
    await annsPhone.hear('me:later', ({ saved = [] }) => saved.some((row) => row.id === messages[2]!.id && row.on))
    const first = await annsPhone.get('saved:list', { limit: 2 })
    const second = await annsPhone.get('saved:list', { limit: 2, cursor: first.next! })
    expect([...first.messages, ...second.messages].map(({ body }) => body)).toEqual(['three', 'two', 'one'])
    expect(second.next).toBeUndefined()
    await annsPhone.get('saved:set', { roomId, id: messages[1]!.id, on: false })
    await asAnn.hear('me:later', ({ saved = [] }) => saved.some((row) => row.id === messages[1]!.id && !row.on))
    expect((await asAnn.get('saved:list', {})).messages.map(({ body }) => body)).toEqual(['three', 'one'])
  })

  test('that was deleted shows as deleted; in a room that may not be read any more it is gone, and back with the right [T6, M4, V1]', async () => {
    const roomId = await makeRoom()
    const message = await say(asBob, roomId, 'soon gone')
    await asAnn.get('saved:set', { roomId, id: message.id, on: true })
    await asBob.get('message:delete', { roomId, id: message.id })
    const mine = async () => (await asAnn.get('saved:list', {})).messages.find(({ id }) => id === message.id)
    expect(await mine()).toMatchObject({ body: '', deletedAt: expect.any(String) })
    await asBob.get('room:kick', { roomId, userId: ann.id })
    expect(await mine()).toBeUndefined()
    // It may be let go all the same.
    expect(await asAnn.ask('saved:set', { roomId, id: message.id, on: true })).toMatchObject(refused('not_found'))
    expect(await asAnn.ask('saved:set', { roomId, id: message.id, on: false })).toMatchObject({ ok: true })
  })
})

describe('the inbox', () => {
  test('has all mentions, latest first, by name and of all, over rooms, and agrees with what the rooms count [T8]', async () => {
    const [a, b] = [await makeRoom(), await makeRoom()]
    const bodies: string[] = []
    for (let i = 0; i < 6; i++) {
      const body = i % 3 === 0 ? `${i} @all` : `${i} @${ann.username}`
      await say(asBob, i % 2 ? a : b, body)
      await say(asBob, a, `nothing ${i}`)
      bodies.unshift(body)
    }
    await say(asAnn, a, `@${ann.username} my own, @all`)
    const mine = async (more: object = {}) => {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = await asAnn.get('inbox:mentions', { limit: 2, ...more, ...(cursor ? { cursor } : {}) })
        expect(page.items.map(({ id }) => id)).toEqual(page.messages.map(({ id }) => id))
        found.push(...page.messages.filter(({ roomId }) => roomId === a || roomId === b).map(({ body }) => body))
        cursor = page.next
      } while (cursor)
      return found
    }
    expect(await mine()).toEqual(bodies)
    const counted = async () => (await summary(a)).mentionCount + (await summary(b)).mentionCount
    expect((await mine({ unread: true })).length).toBe(await counted())
    await asAnn.get('room:read', { roomId: b, seq: (await summary(b)).lastSeq })
    await vi.waitFor(async () => expect(await mine({ unread: true })).toEqual(bodies.filter((body) => Number(body[0]) % 2)))
    expect((await mine({ unread: true })).length).toBe(await counted())
    expect(await mine()).toEqual(bodies)
    await asBob.get('room:kick', { roomId: a, userId: ann.id })
    expect(await mine()).toEqual(bodies.filter((body) => Number(body[0]) % 2 === 0))
  })

  test('has the threads one follows, unread ones first, and none of a room one was removed from [D2, V1]', async () => {
    const roomId = await makeRoom()
    const threads: string[] = []
    for (const body of ['first', 'second', 'third']) {
      const message = await say(asAnn, roomId, body)
      const { room } = await asBob.get('thread:open', { roomId, messageId: message.id })
      await say(asBob, room.id, `reply to ${body}`)
      threads.push(room.id)
    }
    await asAnn.get('room:read', { roomId: threads[2]!, seq: 1 })
    const pages = async () => {
      const found = []
      let cursor: string | undefined
      do {
        const page = await asAnn.get('inbox:threads', { limit: 2, ...(cursor ? { cursor } : {}) })
        found.push(...page.threads)
        cursor = page.next
      } while (cursor)
      return found
    }
    await vi.waitFor(async () => expect((await pages()).map(({ room }) => room.id)).toEqual([threads[1], threads[0], threads[2]]))
    const [top] = await pages()
    expect(top).toMatchObject({ room: { unread: 1 }, parent: { body: 'second', roomId }, last: { body: 'reply to second' } })
    await asBob.get('room:kick', { roomId, userId: ann.id })
    expect(await pages()).toEqual([])
  })
})

describe('keywords', () => {
  const hits = async (client = asAnn) =>
    (await client.get('inbox:mentions', {})).items.flatMap(({ id, keyword }) => (keyword ? [{ id, keyword }] : []))

  test('are found in what others write from then on, in rooms one is in: counted, told on all devices and in the inbox [T7]', async () => {
    const [roomId, other] = [await makeRoom(), await createRoom(cluster, bob, { kind: 'PUBLIC' })]
    await say(asBob, roomId, 'the deploy was before')
    const { keywords } = await asAnn.get('keywords:set', { words: ['Deploy', ' release party ', 'deploy'] })
    expect(keywords.words).toEqual(['deploy', 'release party'])
    await annsPhone.hear('me:later', (told) => told.keywords?.words.length === 2)
    const one = await say(asBob, roomId, 'a DEPLOY is on its way')
    await say(asBob, roomId, 'redeployed')
    await say(asAnn, roomId, 'my deploy')
    const mention = await say(asBob, roomId, `deploy, @${ann.username}`)
    await say(asBob, other, 'a deploy elsewhere')
    const two = await say(asBob, roomId, 'Release – party!')
    for (const client of [asAnn, annsPhone])
      await client.hear('room:updated', ({ room }) => room.id === roomId && room.keywordCount === 2)
    expect(await hits()).toEqual([
      { id: two.id, keyword: 'release party' },
      { id: one.id, keyword: 'deploy' },
    ])
    expect((await asAnn.get('inbox:mentions', { unread: true })).items.map(({ id }) => id)).toContain(mention.id)
    expect(await summary(roomId)).toMatchObject({ keywordCount: 2, mentionCount: 1 })
    await asBob.get('message:delete', { roomId, id: two.id })
    expect(await hits()).toEqual([{ id: one.id, keyword: 'deploy' }])
    await asAnn.get('room:read', { roomId, seq: one.seq })
    await vi.waitFor(async () => expect((await summary(roomId)).keywordCount).toBeUndefined())
  })

  test('of somebody who was removed are not looked for, and what was found is gone with the room [V1]', async () => {
    const roomId = await makeRoom()
    await say(asBob, roomId, 'one more deploy')
    await asAnn.hear('room:updated', ({ room }) => room.id === roomId && room.keywordCount === 1)
    await asBob.get('room:kick', { roomId, userId: ann.id })
    await say(asBob, roomId, 'a secret deploy')
    const opened = openDatabase(cluster.database.url, 3, () => undefined)
    await createKeywords(opened.pool).look(roomId)
    await opened.close()
    const looked = await cluster.database.pool.query(
      'SELECT (SELECT count(*)::int FROM keyword_hit WHERE room_id = $1) AS hits, (SELECT count(*)::int FROM keyword_cursor WHERE room_id = $1) AS cursors',
      [roomId],
    )
    expect(looked.rows).toEqual([{ hits: 1, cursors: 0 }])
    const { messages } = await asAnn.get('inbox:mentions', {})
    expect(messages.filter((message) => message.roomId === roomId)).toEqual([])
  })

  test('are looked for also when a node was killed between the commit and the look [T7, T2]', async () => {
    const roomId = await makeRoom()
    const message = await say(asBob, roomId, 'nothing yet')
    await vi.waitFor(async () =>
      expect(
        (await cluster.database.pool.query('SELECT seq::int FROM keyword_cursor WHERE room_id = $1', [roomId])).rows,
      ).toEqual([{ seq: message.seq }]),
    )
    await cluster.database.pool.query(
      `WITH h AS (UPDATE room_head SET last_seq = last_seq + 1, rev = rev + 1 WHERE room_id = $1 RETURNING last_seq, rev)
       INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids)
       SELECT $2, $1, last_seq, rev, $3, 'a deploy nobody heard of', now(), '{}' FROM h`,
      [roomId, uuidv7(), bob.id],
    )
    const third = await startServer({ REDIS_URL: cluster.nodes[0]!.env.REDIS_URL! }, cluster.database)
    await asAnn.hear('room:updated', ({ room }) => room.id === roomId && room.keywordCount === 1)
    await third.close()
  })

  test('have at least two letters, and are few', async () => {
    expect(await asAnn.ask('keywords:set', { words: ['!'] })).toMatchObject(refused('invalid'))
    expect(await asAnn.ask('keywords:set', { words: Array.from({ length: 21 }, (_, i) => `word${i}`) })).toMatchObject(
      refused('invalid'),
    )
    expect(await asAnn.get('keywords:set', { words: [] })).toMatchObject({ keywords: { words: [] } })
  })
})
