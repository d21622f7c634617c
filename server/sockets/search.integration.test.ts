import sharp from 'sharp'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untilFed } from '#server/core/search/testing/settled.ts'
import { upload } from '#server/files/testing/upload.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'

let server: TestServer
let ann: Person
let bob: Person
let asAnn: RawClient
let asBob: RawClient
let general: string
let design: string

beforeAll(async () => {
  server = await startServer(LIFTED_LIMITS)
  await createPeople(server, 1)
  ann = await createPerson(server, { username: 'ann', displayName: 'Ann Lee' })
  bob = await createPerson(server, { username: 'bob', displayName: 'Bob' })
  asAnn = await connectRaw(server.url, ann)
  asBob = await connectRaw(server.url, bob)
  general = await createRoom(server, ann, { name: 'talk', members: [bob] })
  design = await createRoom(server, ann, { kind: 'PRIVATE', name: 'Design team', members: [bob] })
  for (const id of [general, design]) await asBob.hear('room:added', ({ room }) => room.id === id)
})
afterAll(async () => {
  for (const client of [asAnn, asBob]) client?.close()
  await server?.close()
})

async function say(
  client: RawClient,
  roomId: string,
  body: string,
  more: { replyToId?: string } = {},
): Promise<{ id: string; seq: number }> {
  const data = await client.get('message:send', { id: uuidv7(), roomId, body, ...more })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}
/** What is found, as bodies with what is marked in brackets. */
async function find(client: RawClient, query: string): Promise<string[]> {
  await untilFed(server.database.pool)
  const { hits } = await client.get('search:messages', { query })
  return hits.map(({ message: { body }, ranges }) => {
    let marked = ''
    let end = 0
    for (const [from, to] of ranges) {
      marked += `${body.slice(end, from)}[${body.slice(from, to)}]`
      end = to
    }
    return marked + body.slice(end)
  })
}
async function whyOf(client: RawClient, query: string) {
  await untilFed(server.database.pool)
  return (await client.get('search:messages', { query })).hits.map((hit) => hit.why)
}

describe('what was typed is found [F1]', () => {
  beforeAll(async () => {
    for (const body of [
      'The deployment of kubernetes went well',
      'see https://github.com/acme/rocket/pull/4217?diff=split for more',
      'C++ and Rust, not C#',
      'call parse_config(x)->y and `foo.barBaz()`',
      'server 10.20.30.40:8080 is up',
      '明日の会議は中止です。部署到生产环境',
      'Café Zürich, naïve Ελλάδα Привет',
      'ship it 🚀 to UI',
      'a question of taste: 100% sure $5 e-mail',
      '안녕하세요 재배포했습니다',
    ])
      await say(asAnn, general, body)
  })

  test.each([
    ['kubernetes', ['The deployment of [kubernetes] went well']],
    ['KUBERN', ['The deployment of [kubern]etes went well']],
    ['bernet', ['The deployment of ku[bernet]es went well']],
    ['github.com/acme', ['see https://[github.com/acme]/rocket/pull/4217?diff=split for more']],
    [
      'https://github.com/acme/rocket/pull/4217?diff=split',
      ['see [https://github.com/acme/rocket/pull/4217?diff=split] for more'],
    ],
    ['4217', ['see https://github.com/acme/rocket/pull/[4217]?diff=split for more']],
    ['C++', ['[C++] and Rust, not C#']],
    ['c#', ['C++ and Rust, not [C#]']],
    ['->', ['call parse_config(x)[->]y and `foo.barBaz()`']],
    ['parse_conf', ['call [parse_conf]ig(x)->y and `foo.barBaz()`']],
    ['foo.barBaz(', ['call parse_config(x)->y and `[foo.barBaz(])`']],
    ['10.20.30', ['server [10.20.30].40:8080 is up']],
    [':8080', ['server 10.20.30.40[:8080] is up']],
    ['会議', ['明日の[会議]は中止です。部署到生产环境']],
    ['署', ['明日の会議は中止です。部[署]到生产环境']],
    ['生产环境', ['明日の会議は中止です。部署到[生产环境]']],
    ['배포', ['안녕하세요 재[배포]했습니다']],
    ['cafe', ['[Café] Zürich, naïve Ελλάδα Привет']],
    ['zurich', ['Café [Zürich], naïve Ελλάδα Привет']],
    ['ελλαδα', ['Café Zürich, naïve [Ελλάδα] Привет']],
    ['ПРИВ', ['Café Zürich, naïve Ελλάδα [Прив]ет']],
    ['🚀', ['ship it [🚀] to UI']],
    ['ui', ['ship it 🚀 to [UI]']],
    ['100%', ['a question of taste: [100%] sure $5 e-mail']],
    ['$5', ['a question of taste: 100% sure [$5] e-mail']],
    ['e-mail', ['a question of taste: 100% sure $5 [e-mail]']],
    ['"went well"', ['The deployment of kubernetes [went well]']],
    ['well deployment', ['The [deployment] of kubernetes went [well]']],
    ['"ubernetes"', []],
    ['server -up', []],
    ['c++ -python', ['[C++] and Rust, not C#']],
    ['nowhere', []],
  ])('%s', async (query, found) => {
    expect(await find(asBob, query)).toEqual(found)
  })

  test('one or two letters begin a word, and are not found within one', async () => {
    expect(await find(asBob, 'ue')).toEqual([])
    expect(await find(asBob, 'qu')).toEqual(['a [qu]estion of taste: 100% sure $5 e-mail'])
    expect(await find(asBob, 'x')).toEqual(['call parse_config([x])->y and `foo.barBaz()`'])
  })

  test.each(['kubernets', 'kuberneets', 'kubernettes', 'jubernetes', 'kubrenetes'])('a slip is found: %s', async (slip) => {
    expect(await find(asBob, slip)).toEqual(['The deployment of [kubernetes] went well'])
    expect(await whyOf(asBob, slip)).toEqual([[{ term: slip, how: 'similar', word: 'kubernetes' }]])
  })

  test('each hit says why it was found', async () => {
    expect(await whyOf(asBob, 'kubernetes')).toEqual([[{ term: 'kubernetes', how: 'exact' }]])
    expect(await whyOf(asBob, 'bernet deployment')).toEqual([
      [
        { term: 'bernet', how: 'part' },
        { term: 'deployment', how: 'exact' },
      ],
    ])
    expect(await whyOf(asBob, '会議')).toEqual([[{ term: '会議', how: 'exact' }]])
  })

  test('what holds it as it was typed comes first, then what is like it, the newest first, over pages too', async () => {
    for (const body of ['zebras one', 'zebra two', 'zebra three', 'zebrae four', 'zebras five']) await say(asAnn, general, body)
    expect(await find(asBob, 'zebras')).toEqual([
      '[zebras] five',
      '[zebras] one',
      '[zebrae] four',
      '[zebra] three',
      '[zebra] two',
    ])
    const bodies: string[] = []
    let cursor: string | undefined
    do {
      const page = await asBob.get('search:messages', { query: 'zebras', limit: 2, ...(cursor ? { cursor } : {}) })
      bodies.push(...page.hits.map((hit) => hit.message.body))
      cursor = page.next
    } while (cursor)
    expect(bodies).toEqual(['zebras five', 'zebras one', 'zebrae four', 'zebra three', 'zebra two'])
  })
})

describe('operators [F2]', () => {
  beforeAll(async () => {
    await say(asAnn, general, 'quartz by ann https://example.org/a')
    await say(asBob, general, 'quartz by bob with `code`')
    await say(asAnn, design, 'quartz for the design team @bob')
    const pinned = await say(asBob, design, 'quartz pinned')
    await asBob.get('message:pin', { roomId: design, id: pinned.id, on: true })
    const liked = await say(asBob, design, 'quartz liked')
    await asAnn.get('message:react', { roomId: design, id: liked.id, emoji: '👍', on: true })
    const { room } = await asAnn.get('thread:open', { roomId: design, messageId: pinned.id })
    await say(asAnn, room.id, 'quartz in a thread')
    await server.database.pool.query(
      `UPDATE message SET created_at = '2024-02-28T23:30:00Z' WHERE room_id = $1 AND body LIKE 'quartz by ann%'`,
      [general],
    )
    const edited = await server.database.pool.query(`SELECT id FROM message WHERE room_id = $1 AND body LIKE 'quartz by ann%'`, [
      general,
    ])
    await asAnn.get('message:edit', {
      roomId: general,
      id: edited.rows[0].id,
      body: 'quartz by ann, edited https://example.org/a',
    })
    await untilFed(server.database.pool)
    // Taken in anew, as an installation that was there before.
    await server.database.pool.query('TRUNCATE search_message, search_cursor')
  })

  test.each([
    ['quartz from:@bob', ['quartz liked', 'quartz pinned', 'quartz by bob with `code`']],
    ['quartz from:me', ['quartz liked', 'quartz pinned', 'quartz by bob with `code`']],
    ['quartz -from:me', ['quartz in a thread', 'quartz for the design team @bob', 'quartz by ann, edited https://example.org/a']],
    ['quartz from:"Ann Lee" in:#talk', ['quartz by ann, edited https://example.org/a']],
    ['quartz in:"design TEAM" -from:@ann', ['quartz liked', 'quartz pinned']],
    ['quartz -in:#talk from:ann', ['quartz in a thread', 'quartz for the design team @bob']],
    ['has:link quartz', ['quartz by ann, edited https://example.org/a']],
    ['has:code quartz', ['quartz by bob with `code`']],
    ['has:pin', ['quartz pinned']],
    ['is:pinned quartz', ['quartz pinned']],
    ['has:reaction quartz', ['quartz liked']],
    ['is:thread quartz', ['quartz in a thread']],
    ['quartz -is:thread in:"Design team" from:ann', ['quartz for the design team @bob']],
    ['is:mention quartz', ['quartz for the design team @bob']],
    ['has:file quartz', []],
    ['quartz before:2025-01-01', ['quartz by ann, edited https://example.org/a']],
    ['quartz on:2024-02-28', ['quartz by ann, edited https://example.org/a']],
    ['quartz after:2024-02-27 before:2024-02-29', ['quartz by ann, edited https://example.org/a']],
    ['quartz on:2024-02', ['quartz by ann, edited https://example.org/a']],
    ['quartz after:2024-02-28 from:ann', ['quartz in a thread', 'quartz for the design team @bob']],
    ['quartz on:today in:#talk', ['quartz by bob with `code`']],
    ['quartz on:yesterday', []],
  ])('%s', async (query, found) => {
    const marked = found.map((body) => body.replace('quartz', query.includes('quartz') ? '[quartz]' : 'quartz'))
    expect(await find(asBob, query)).toEqual(marked)
  })

  test('a day begins and ends where the one who searches is', async () => {
    await untilFed(server.database.pool)
    const on = async (zone: string, day: string) =>
      (await asBob.get('search:messages', { query: `quartz on:${day}`, zone })).hits.map((hit) => hit.message.createdAt)
    expect(await on('Europe/Berlin', '2024-02-29')).toEqual(['2024-02-28T23:30:00.000Z'])
    expect(await on('Europe/Berlin', '2024-02-28')).toEqual([])
    expect(await on('America/New_York', '2024-02-28')).toEqual(['2024-02-28T23:30:00.000Z'])
    expect(await asBob.ask('search:messages', { query: 'x', zone: 'Nowhere/Land' })).toMatchObject({ error: { code: 'invalid' } })
  })

  test('is:unread finds what others wrote after one’s cursor, and nothing once it was read', async () => {
    const { seq } = await say(asAnn, design, 'opal unread')
    expect(await find(asBob, 'opal is:unread')).toEqual(['[opal] unread'])
    expect(await find(asAnn, 'opal is:unread')).toEqual([])
    await asBob.get('room:read', { roomId: design, seq })
    await expect.poll(() => find(asBob, 'opal is:unread')).toEqual([])
    expect(await find(asBob, 'opal -is:unread')).toEqual(['[opal] unread'])
  })

  test.each([
    ['colour:red', 'There is no “colour:”. To search for it as text, put it in quotes.'],
    ['is:starred', 'After is: stands thread, pinned, saved, mention or unread.'],
    ['has:cake', 'After has: stands link, file, image, code, reaction or pin.'],
    ['before:someday', 'Say a day after before:, like before:2026-03-31, before:2026-03 or before:yesterday.'],
    ['on:2026-02-30', 'Say a day after on:, like on:2026-03-31, on:2026-03 or on:yesterday.'],
    ['from:', 'Say who after from:, like from:@ann or from:me.'],
    ['', 'Type what to look for.'],
    ['-quartz', 'Type what to look for.'],
    ['in:#talk in:#general quartz', 'Name one room after in:, or none.'],
    ['a b c d e f g h i j k l m', 'Search for at most 12 words at once.'],
  ])('what can’t be searched for is said in a sentence: %s', async (query, message) => {
    expect(await asBob.ask('search:messages', { query })).toMatchObject({ ok: false, error: { code: 'invalid', message } })
  })

  test('has:file and has:image find what carries some, and files are found by their names and what describes them', async () => {
    const roomId = await createRoom(server, ann, { kind: 'PRIVATE', members: [bob] })
    const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#4a8' } })
      .png()
      .toBuffer()
    const photo = await upload(asAnn, server.url, roomId, 'Sunset_Lisbon-2024.png', Buffer.from(picture))
    const paper = await upload(asAnn, server.url, roomId, 'Überweisung.txt', Buffer.from('zephyrs inside'))
    const send = (body: string, ...files: { id: string }[]) =>
      asAnn.get('message:send', { id: uuidv7(), roomId, body, attachmentIds: files.map((file) => file.id) })
    await send('a photo', photo)
    await send('', paper)
    await say(asAnn, roomId, 'no file')
    expect(await find(asBob, `has:file in:${roomId}`)).toEqual(['', 'a photo'])
    expect(await find(asBob, `has:image in:${roomId}`)).toEqual(['a photo'])
    expect(await find(asBob, `-has:file in:${roomId}`)).toEqual(['no file'])
    expect(await find(asBob, 'sunset')).toEqual(['a photo'])
    expect(await whyOf(asBob, 'lisbon')).toEqual([[{ term: 'lisbon', how: 'exact', file: 'Sunset_Lisbon-2024.png' }]])
    expect(await find(asBob, 'lisbon photo')).toEqual(['a [photo]'])
    expect(await find(asBob, 'uberweisung')).toEqual([''])
    // What is in a file is not searched.
    expect(await find(asBob, 'zephyrs')).toEqual([])
    await asAnn.get('file:describe', { id: photo.id, alt: 'Boats under a pomegranate sky' })
    expect(await whyOf(asBob, 'pomegranate boat')).toEqual([
      [
        { term: 'pomegranate', how: 'exact', file: 'Sunset_Lisbon-2024.png' },
        { term: 'boat', how: 'part', file: 'Sunset_Lisbon-2024.png' },
      ],
    ])
    await asAnn.get('file:describe', { id: photo.id, alt: '' })
    expect(await find(asBob, 'pomegranate')).toEqual([])
    const { messages } = await asAnn.get('room:history', { roomId })
    for (const message of messages) await asAnn.get('message:delete', { roomId, id: message.id })
    expect(await find(asBob, 'lisbon')).toEqual([])
  })

  test('is:saved finds what one saved, and -is:saved what one did not', async () => {
    const roomId = await createRoom(server, ann, { kind: 'PRIVATE', members: [bob] })
    const saved = await say(asBob, roomId, 'keepsake one')
    await say(asBob, roomId, 'keepsake two')
    const dropped = await say(asBob, roomId, 'keepsake three')
    for (const { id } of [saved, dropped]) await asAnn.get('saved:set', { roomId, id, on: true })
    await asAnn.get('saved:set', { roomId, id: dropped.id, on: false })
    expect(await find(asAnn, 'keepsake is:saved')).toEqual(['[keepsake] one'])
    expect(await find(asAnn, `is:saved in:${roomId}`)).toEqual(['keepsake one'])
    expect(await find(asAnn, 'keepsake -is:saved')).toEqual(['[keepsake] three', '[keepsake] two'])
    expect(await find(asAnn, 'keepsaek is:saved')).toEqual(['[keepsake] one'])
    expect(await find(asBob, 'keepsake is:saved')).toEqual([])
    await asAnn.get('room:kick', { roomId, userId: bob.id })
    await asBob.hear('room:removed', (event) => event.roomId === roomId)
    expect(await find(asBob, 'is:saved')).toEqual([])
  })

  test('sort:best tells phrases first, then whole words, parts, and what is like them, the newest first in each, over pages', async () => {
    const roomId = await createRoom(server, ann, { kind: 'PRIVATE' })
    const bodies = [
      'a blue lantern',
      'lantern so blue',
      'blue lanterns',
      'blueish lanternlight',
      'another blue lantern here',
      'blue lantren',
      'the lantern is blue',
      'lanterns in blue light',
    ]
    for (const body of bodies) await say(asAnn, roomId, body)
    const best = [
      ...['another blue lantern here', 'a blue lantern'],
      ...['the lantern is blue', 'lantern so blue'],
      ...['lanterns in blue light', 'blueish lanternlight', 'blue lanterns'],
      'blue lantren',
    ]
    const bare = async (query: string) => (await find(asAnn, query)).map((body) => body.replace(/[[\]]/g, ''))
    expect(await bare(`blue lantern in:${roomId} sort:best`)).toEqual(best)
    expect(await bare(`blue lantern in:${roomId}`)).toEqual([
      ...bodies.filter((body) => body !== 'blue lantren').reverse(),
      'blue lantren',
    ])
    expect(await bare(`"blue" lantern in:${roomId} sort:best`)).toEqual(best.filter((body) => body !== 'blueish lanternlight'))
    for (const limit of [1, 2, 3]) {
      const paged: string[] = []
      let cursor: string | undefined
      do {
        const query = `blue lantern in:${roomId} sort:best`
        const page = await asAnn.get('search:messages', { query, limit, ...(cursor === undefined ? {} : { cursor }) })
        paged.push(...page.hits.map((hit) => hit.message.body))
        cursor = page.next
      } while (cursor !== undefined)
      // What is only like it is told where all else fits on one page.
      expect(paged).toEqual(best.slice(0, -1))
    }
    const { next } = await asAnn.get('search:messages', { query: `blue lantern in:${roomId} sort:best`, limit: 1 })
    expect(await asAnn.ask('search:messages', { query: `blue lantern in:${roomId}`, cursor: next! })).toMatchObject({
      error: { code: 'invalid' },
    })
    expect(await asAnn.ask('search:messages', { query: 'sort:best' })).toMatchObject({ error: { code: 'invalid' } })
    expect(await asAnn.ask('search:messages', { query: 'blue sort:worst' })).toMatchObject({ error: { code: 'invalid' } })
  })

  test('pages join on: every message once, newest first, also those of one moment', async () => {
    const wanted = Array.from({ length: 45 }, (_, i) => `jasper ${i}`)
    await Promise.all(wanted.map((body) => say(asAnn, general, body)))
    await untilFed(server.database.pool)
    const seen: { seq: number; at: string }[] = []
    let cursor: string | undefined
    do {
      const page = await asBob.get('search:messages', { query: 'jasper', limit: 7, ...(cursor ? { cursor } : {}) })
      seen.push(...page.hits.map(({ message }) => ({ seq: message.seq, at: message.createdAt })))
      cursor = page.next
    } while (cursor)
    expect(new Set(seen.map(({ seq }) => seq)).size).toBe(45)
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map(({ seq }) => seq).sort((a, b) => b - a))
    expect(await asBob.ask('search:messages', { query: 'jasper', cursor: 'nonsense' })).toMatchObject({
      error: { code: 'invalid' },
    })
  })
})
