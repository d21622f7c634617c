import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untilFed } from '#server/core/search/testing/settled.ts'
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
