import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '#protocol/errors.ts'
import { NOTICES_MAX, PROTOCOL_VERSION } from '#protocol/limits.ts'
import { requests } from '#protocol/requests.ts'
import { createNotices } from '#server/core/notices/notices.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoles, OUTSIDE, type People, shutOut } from '#server/testing/roles.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'
import { knock } from './testing/knock.ts'
import { CONNECTED, type Connected, expectedOf, isSecret, KINDS, type Kind, ROWS, type Row } from './testing/matrix.ts'
import { createPlaces, type Places } from './testing/places.ts'

let server: TestServer
let people: People
let places: Places
let before: string
const clients = new Map<Connected, RawClient>()
const tokens = new Map<(typeof OUTSIDE)[number], string>()
let asked = 0

const titled = ROWS.map((row) => [row.event, row.what, row] as const)

beforeAll(async () => {
  server = await startServer(LIFTED_LIMITS)
  people = await createRoles(server)
  places = await createPlaces(server, people)
  const notices = createNotices(server.database.pool)
  for (let i = 0; i < NOTICES_MAX; i++) await notices.post('operator', { body: 'to everybody', level: 'info' })
  for (const role of CONNECTED) clients.set(role, await connectRaw(server.url, people[role]))
  // Good until they were shut out.
  for (const role of ['banned', 'revoked'] as const) tokens.set(role, await people[role].token())
  await shutOut(people, server)
  before = await places.remember()
})
afterAll(async () => {
  for (const client of clients.values()) client.close()
  await server?.close()
})

const ask = async (role: Connected, row: Row, kind: Kind, change: object = {}): Promise<Answer<unknown>> => {
  const isUsedUp = row.isFinal && expectedOf(row, role, kind) === 'ok'
  const thing = await places.thing(role, kind, isUsedUp)
  return (await clients.get(role)!.throwAt(row.event, row.payload({ ...thing, ...change }))) as Answer<unknown>
}
const codeOf = (answer: Answer<unknown>) => (answer.ok ? 'ok' : answer.error.code)
const inEach = async <T>(work: (role: Connected, kind: Kind) => Promise<T>) => {
  const table: Record<string, Record<string, T>> = {}
  for (const role of CONNECTED) {
    const line: Record<string, T> = {}
    for (const kind of KINDS) line[kind] = await work(role, kind)
    table[role] = line
  }
  return table
}

test('every request has a line in the matrix', () => {
  const missing = Object.keys(requests).filter((event) => !ROWS.some((row) => row.event === event))
  expect(missing, 'add a line to server/sockets/testing/matrix.ts').toEqual([])
})

test('a line names a room exactly where its request does', () => {
  for (const { event, isOfRoom } of ROWS) {
    const { shape } = requests[event].payload as unknown as { shape: object }
    expect([event, 'roomId' in shape]).toEqual([event, isOfRoom])
  }
})

describe('what each role may do, about its own, another’s, in a private room, a foreign one and nowhere [V1]', () => {
  test.each(titled)('%s (%s)', async (_event, _what, row) => {
    const answers = await inEach((role, kind) => ask(role, row, kind))
    asked += CONNECTED.length * KINDS.length
    const codes = await inEach(async (role, kind) => codeOf(answers[role]![kind]!))
    expect(codes).toEqual(await inEach(async (role, kind) => expectedOf(row, role, kind)))
    for (const role of CONNECTED) {
      for (const kind of KINDS) {
        const text = JSON.stringify(answers[role]![kind])
        if (isSecret(row, role, kind)) expect(text, `${role}, ${kind}`).toBe(JSON.stringify(answers[role]!.nowhere))
        if (codes[role]![kind] !== 'ok') for (const secret of places.secrets) expect(text).not.toContain(secret)
      }
    }
  })

  // Sending under that id makes a message of one's own in this room [M2].
  const naming = titled.filter(([, what, { isOfRoom, payload }]) => {
    const thing = { roomId: 'room', messageId: 'the message', userId: 'user', sessionId: 'session', newcomerId: 'newcomer' }
    return isOfRoom && what !== 'again' && JSON.stringify(payload(thing)).includes('the message')
  })
  test.each(naming)(
    '%s (%s) of a foreign room’s message, in a room of one’s own, is like one that is not there',
    async (_e, _w, row) => {
      for (const role of CONNECTED) {
        const { messageId } = await places.thing(role, 'foreign')
        const real = await ask(role, row, 'other', { messageId })
        const unreal = await ask(role, row, 'other', { messageId: uuidv7() })
        expect([role, codeOf(real)]).toEqual([role, codeOf(unreal)])
        if (!real.ok) expect(JSON.stringify(real)).toBe(JSON.stringify(unreal))
        for (const secret of places.secrets) expect(JSON.stringify(real)).not.toContain(secret)
      }
    },
  )
})

describe('nobody is answered who was not let in', () => {
  test('it could fail: a member is answered', async () => {
    const auth = { token: await people.member.token(), protocol: PROTOCOL_VERSION, deviceId: 'knock' }
    const { packets } = await knock(server.url, auth, 'session:hello', { revs: {} })
    expect(packets.some((packet) => packet.startsWith('431'))).toBe(true)
  })

  test.each(titled)('%s (%s)', async (_event, _what, row) => {
    const cells = OUTSIDE.flatMap((role) => KINDS.map((kind) => [role, kind] as const))
    const heard = await Promise.all(
      cells.map(async ([role, kind]) => {
        const payload = row.payload(await places.thing('stranger', kind))
        const token = tokens.get(role as 'banned')
        const auth = token === undefined ? null : { token, protocol: PROTOCOL_VERSION, deviceId: 'knock' }
        const { packets } = await knock(server.url, auth, row.event, payload)
        return packets
          .filter((packet) => !packet.startsWith('0'))
          .map((packet) => /^44.*"code":"(\w+)"/.exec(packet)?.[1] ?? packet)
      }),
    )
    asked += cells.length
    const refused = { anonymous: [], banned: ['banned'], revoked: ['unauthorized'] }
    expect(heard).toEqual(cells.map(([role]) => refused[role]))
  })
})

test('no cell is left out, and nothing of the foreign rooms has changed', async () => {
  expect(asked).toBe(ROWS.length * (CONNECTED.length + OUTSIDE.length) * KINDS.length)
  expect(await places.remember()).toBe(before)
})

test('no request hears a field that it does not declare: seq, author, time, role and what else is the server’s', async () => {
  const forged = {
    ...{ seq: 900, rev: 900, authorId: 'x', userId: 'x', role: 'owner', isAdmin: true, createdAt: '2001-01-01T00:00:00Z' },
    ...{
      pinned: true,
      editedAt: null,
      sessionId: 'x',
      reactions: [],
      mentions: {},
      constructor: { prototype: { isAdmin: true } },
    },
  }
  const thing = await places.thing('member', 'own')
  for (const { event, payload } of ROWS) {
    const schema = requests[event].payload
    const declared = Object.keys((schema as unknown as { shape: object }).shape)
    const undeclared = Object.entries(forged).filter(([name]) => !declared.includes(name))
    const sample = payload(thing)
    expect(schema.parse({ ...sample, ...Object.fromEntries(undeclared) }), event).toEqual(schema.parse(sample))
  }
})
