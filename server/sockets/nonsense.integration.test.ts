import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { INVALID_MAX } from '#protocol/limits.ts'
import { requests } from '#protocol/requests.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { startNode, type TestNode } from '#server/testing/node.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { GARBAGE, nested } from './testing/garbage.ts'
import { openLine } from './testing/line.ts'

/** In a process of its own, so that its end would be seen. */
let node: TestNode
let ann: Person
let bob: Person
let asBob: RawClient
let client: RawClient
let roomId: string

beforeAll(async () => {
  node = await startNode({
    ...LIFTED_LIMITS,
    LOG_LEVEL: 'error',
  })
  ;[ann, bob] = (await createPeople(node, 2)) as [Person, Person]
  roomId = await createRoom(node, ann, { members: [bob] })
  asBob = await connectRaw(node.url, bob)
})
afterAll(async () => {
  asBob?.close()
  client?.close()
  await node?.close()
})
beforeEach(async () => {
  client?.close()
  client = await connectRaw(node.url, ann)
})

/** The process lives, this connection is served, and the other one noticed nothing. */
async function allIsWell() {
  const id = uuidv7()
  await client.get('message:send', { roomId, id, body: 'all is well' })
  await asBob.hear('room:changes', (frame) => frame.messages.some((row) => row.id === id))
  expect(asBob.socket.connected).toBe(true)
  expect(node.output()).not.toMatch(/request failed|uncaught|unhandled|nobody listened/i)
}

/** Sends without an ack. */
const throwAway = (event: string, ...args: unknown[]) =>
  (client.socket as unknown as { emit(...all: unknown[]): void }).emit(event, ...args)

const invalid = { ok: false, error: { code: 'invalid', message: expect.any(String) } }
const id = () => uuidv7()

describe('a malformed payload is answered invalid and harms nobody [S2]', () => {
  const base = () => ({ roomId, id: id(), body: 'words' })
  const bad: [string, string, () => unknown][] = [
    ['no payload', 'message:send', () => undefined],
    ['null', 'message:send', () => null],
    ['a number', 'message:send', () => 7],
    ['a text', 'message:send', () => 'roomId'],
    ['a list', 'message:send', () => [roomId, id(), 'words']],
    ['bytes', 'message:send', () => Buffer.from('words')],
    ['a number for a body', 'message:send', () => ({ ...base(), body: 7 })],
    ['an object for a body', 'message:send', () => ({ ...base(), body: { toString: 'words' } })],
    ['bytes for a body', 'message:send', () => ({ ...base(), body: Buffer.from('words') })],
    ['an empty body', 'message:send', () => ({ ...base(), body: ' \n\t ' })],
    ['NUL in a body', 'message:send', () => ({ ...base(), body: 'a\u0000b' })],
    ['another control character', 'message:send', () => ({ ...base(), body: 'a\u001bb' })],
    ['a lone high surrogate', 'message:send', () => ({ ...base(), body: 'a\ud83d' })],
    ['a lone low surrogate', 'message:edit', () => ({ ...base(), body: '\ude00a' })],
    ['an id that is no UUID', 'message:send', () => ({ ...base(), id: '1' })],
    ['a UUID of another version', 'message:send', () => ({ ...base(), id: crypto.randomUUID() })],
    ['an upper-case id', 'message:send', () => ({ ...base(), id: id().toUpperCase() })],
    ['an id with a line break', 'message:send', () => ({ ...base(), id: `${id()}\n` })],
    ['a list for a room', 'message:send', () => ({ ...base(), roomId: [roomId] })],
    ['a room that is a prototype', 'room:get', () => ({ roomId: '__proto__' })],
    ['attachments without end', 'message:send', () => ({ ...base(), attachmentIds: Array.from({ length: 5_000 }, id) })],
    ['a text for a rev', 'room:sync', () => ({ roomId, afterRev: '9' })],
    ['a negative rev', 'room:sync', () => ({ roomId, afterRev: -1 })],
    ['a fraction', 'room:sync', () => ({ roomId, afterRev: 1.5 })],
    ['a rev beyond 2^53', 'room:sync', () => ({ roomId, afterRev: 2 ** 53 })],
    ['no number', 'room:sync', () => ({ roomId, afterRev: Number.NaN })],
    [
      '20,000 revs of no room',
      'session:hello',
      () => ({ revs: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1])) }),
    ],
    ['a prototype among the revs', 'session:hello', () => JSON.parse(`{"revs":{"__proto__":{"x":1},"constructor":1}}`)],
    ['a list of revs', 'session:hello', () => ({ revs: [1, 2, 3] })],
    ['101 ids', 'user:get', () => ({ ids: Array.from({ length: 101 }, id) })],
    ['501 people to watch', 'presence:watch', () => ({ userIds: Array.from({ length: 501 }, id) })],
    ['a line break in a name', 'room:create', () => ({ kind: 'PUBLIC', name: 'a\nb' })],
    ['a name that draws nothing', 'room:create', () => ({ kind: 'PUBLIC', name: '\u200b\u200b' })],
    ['a thread made by hand', 'room:create', () => ({ kind: 'THREAD', name: 'thread' })],
    ['an emoji of two words', 'message:react', () => ({ roomId, id: id(), emoji: 'a b', on: true })],
    ['no emoji', 'message:react', () => ({ roomId, id: id(), emoji: '', on: true })],
    ['a wish to confirm that is a text', 'message:send', () => ({ ...base(), confirm: 'yes' })],
    ['NUL in a page’s cursor of confirmations', 'message:confirmations', () => ({ roomId, id: id(), cursor: '\u0000' })],
    ['an empty notice', 'notice:post', () => ({ body: ' ', level: 'info' })],
    ['a notice of two lines', 'notice:post', () => ({ body: 'a\nb', level: 'info' })],
    ['a notice of no known level', 'notice:post', () => ({ body: 'a', level: 'alarm' })],
    ['a notice without end', 'notice:post', () => ({ body: 'a', level: 'info', endsInMinutes: 2 ** 31 })],
    ['a truth that is a text', 'message:pin', () => ({ roomId, id: id(), on: 'true' })],
    ['NUL in a page’s cursor', 'room:members', () => ({ roomId, cursor: '2|0|\u0000' })],
    ['a page’s cursor of another kind', 'room:members', () => ({ roomId, cursor: '9999999999|1|x' })],
    ['a page’s cursor beyond all time', 'room:members', () => ({ roomId, cursor: `2|${Number.MAX_SAFE_INTEGER}|x` })],
    ['NUL in a page’s cursor of readers', 'room:readers', () => ({ roomId, seq: 1, cursor: '\u0000' })],
    ['a broken cursor of rooms', 'room:list', () => ({ cursor: 'a\ud800' })],
    ['a negative page of reactions', 'message:reactions', () => ({ roomId, id: id(), emoji: 'x', cursor: '-1' })],
  ]
  test.each(bad)('%s (%s)', async (_, event, payload) => {
    expect(await client.throwAt(event, payload())).toMatchObject(invalid)
    await allIsWell()
  })

  test.each(Object.keys(requests))('%s with the wrong type in every place', async (event) => {
    for (const payload of [undefined, null, [], 'text', 7, true]) {
      // What has nothing to say may say nothing; what asks for nothing it needs is answered.
      const answer = (await client.throwAt(event, payload)) as { ok: boolean }
      expect(answer).toMatchObject(invalid)
    }
    await allIsWell()
  })
})

describe('sizes', () => {
  test.each([
    ['x', 1],
    ['é', 2],
    ['€', 3],
    ['😀', 4],
  ])('a body of %s is taken to the last of its 102,400 bytes and refused one beyond', async (letter, bytes) => {
    const whole = letter.repeat(Math.floor(102_400 / bytes))
    const fill = 'x'.repeat(102_400 - Buffer.byteLength(whole))
    const send = (body: string) => client.ask('message:send', { roomId, id: id(), body })
    expect(await send(whole.slice(letter.length) + fill)).toMatchObject({ ok: true })
    const answer = await send(whole + fill)
    expect(answer).toMatchObject({ ok: true })
    expect(JSON.stringify(answer)).toContain(whole)
    expect(await send(`${whole}${fill}x`)).toMatchObject({ ok: false, error: { code: 'too_large' } })
    expect(await client.ask('room:draft', { roomId, body: `${whole}${fill}x` })).toMatchObject({ error: { code: 'too_large' } })
    await allIsWell()
  })

  test('a body of quotes, which JSON doubles, is taken too', async () => {
    expect(await client.ask('message:send', { roomId, id: id(), body: '"'.repeat(102_400) })).toMatchObject({ ok: true })
  })

  test('a frame beyond what the host reads closes the connection, and only that', async () => {
    const closed = new Promise((resolve) => client.socket.once('disconnect', resolve))
    client.socket.emit('message:send', { roomId, id: id(), body: 'x'.repeat(2_000_000) }, () => undefined)
    await closed
    client = await connectRaw(node.url, ann)
    await allIsWell()
  })
})

describe('odd packets', () => {
  test('an unknown event is answered invalid; so is one whose name is everybody’s', async () => {
    for (const event of ['nothing:here', 'constructor', '__proto__', 'toString', 'hasOwnProperty', '*', '', 'error', 'message']) {
      expect(await client.throwAt(event, { roomId }), event).toMatchObject(invalid)
    }
    await allIsWell()
  })

  test('arguments too many, or an ack in the first place', async () => {
    expect(await client.throwAt('room:get', { roomId }, { roomId })).toMatchObject(invalid)
    expect(await client.throwAt('room:get')).toMatchObject(invalid)
    await allIsWell()
  })

  test('a request without an ack stores nothing and hangs nothing', async () => {
    const sent = id()
    throwAway('message:send', { roomId, id: sent, body: 'unheard' })
    throwAway('room:get')
    await allIsWell()
    const { messages } = await client.get('room:history', { roomId, limit: 100 })
    expect(messages.map((message) => message.id)).not.toContain(sent)
  })

  test('a request before hello is refused', async () => {
    const early = await connectRaw(node.url, ann, { hello: false })
    expect(await early.ask('room:get', { roomId })).toMatchObject(invalid)
    expect(await early.ask('session:hello', { revs: {} })).toMatchObject({ ok: true })
    expect(await early.ask('room:get', { roomId })).toMatchObject({ ok: true })
    early.close()
  })

  test('whoever keeps sending nonsense is closed, and nobody else [S2]', async () => {
    const closed = new Promise((resolve) => client.socket.once('disconnect', resolve))
    for (let i = 0; i < INVALID_MAX - 1; i++) throwAway('nonsense')
    await allIsWell()
    throwAway('nonsense')
    expect(await closed).toBe('transport close')
    client = await connectRaw(node.url, ann)
    await allIsWell()
  })
})

describe('garbage on the wire closes its connection or is ignored, and nobody else notices [S2]', () => {
  test.each(GARBAGE)('%s', async (_, frame) => {
    for (const isConnected of [true, false]) {
      const line = await openLine(node.url, ann, isConnected)
      line.socket.send(frame)
      if (isConnected) line.socket.send('421["room:list",{}]')
      // It is answered, or its connection is closed: nothing hangs.
      if (isConnected) await line.until(() => line.isClosed() || line.heard.some((text) => text.startsWith('431')))
      line.socket.terminate()
    }
    await allIsWell()
  })

  test.each([
    ['message:send', () => `{"roomId":"${roomId}","id":"${id()}","body":${nested(45_000)}}`],
    ['session:hello', () => nested(45_000)],
    ['session:hello', () => `{"revs":{"${roomId}":${nested(45_000)}}}`],
    ['room:create', () => `{"kind":"DIRECT","memberIds":${nested(45_000)}}`],
  ])('%s with lists nested 45,000 deep is answered invalid', async (event, payload) => {
    const line = await openLine(node.url, ann)
    line.socket.send(`427["${event}",${payload()}]`)
    await line.until(() => line.heard.some((text) => text.startsWith('437')))
    expect(line.heard.find((text) => text.startsWith('437'))).toContain('"code":"invalid"')
    line.socket.terminate()
    await allIsWell()
  })

  test('a thousand namespaces and a thousand event names leave nothing behind', async () => {
    const line = await openLine(node.url, ann, true)
    for (let i = 0; i < 1_000; i++) line.socket.send(`40/room-${i},{}`)
    for (let i = 0; i < 1_000 && !line.isClosed(); i++) line.socket.send(`42["event-${i}",{}]`)
    await line.until(line.isClosed)
    await allIsWell()
  })
})
