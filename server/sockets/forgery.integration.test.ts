import { createHash, createHmac, generateKeyPairSync } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import { encode } from 'next-auth/jwt'
import { io as ioClient } from 'socket.io-client'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { PROTOCOL_VERSION } from '#protocol/limits.ts'
import { deriveKey } from '#server/core/sessions/keys.ts'
import { createSession, endSession } from '#server/core/sessions/sessions.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import { queryOn } from '#server/database/transaction.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { startNode, type TestNode } from '#server/testing/node.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'

/** In a process of its own, so that all it prints can be read. */
let node: TestNode
let ann: Person
let bob: Person

beforeAll(async () => {
  node = await startNode({ LOG_LEVEL: 'debug' })
  ;[ann, bob] = (await createPeople(node, 2)) as [Person, Person]
})
afterAll(() => node?.close())

/** Why a handshake was refused; null when it was let in. */
async function refusal(auth: object): Promise<{ code: string } | null> {
  try {
    const client = await connectRaw(node.url, ann, { hello: false, auth })
    client.close()
    return null
  } catch (error) {
    return (error as { data: { code: string } }).data
  }
}

const TYPE = 'parley-socket+jwt'
const KEY = deriveKey(TEST_SECRET, 'socket token v1')
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1_000)
const body = () => ({
  ...{ sub: ann.id, sid: ann.session.id, ver: ann.session.version },
  ...{ iss: 'parley', aud: 'socket', iat: now(), nbf: now(), exp: now() + 300 },
})
const sign = (change: object = {}, header: object = {}, key: Uint8Array = KEY) =>
  new SignJWT({ ...body(), ...change }).setProtectedHeader({ alg: 'HS256', typ: TYPE, ...header }).sign(key)
/** Whatever its header says, signed as somebody does who writes tokens by hand. */
function handmade(header: object, key: Uint8Array | string): string {
  const text = `${base64({ typ: TYPE, ...header })}.${base64(body())}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const PEM = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()

describe('a forged token lets nobody in [A14, S1]', () => {
  test('it could fail: the same token unchanged is let in, and so is one written by hand', async () => {
    expect(await refusal({ token: await sign() })).toBeNull()
    expect(await refusal({ token: handmade({ alg: 'HS256' }, KEY) })).toBeNull()
  })

  const forged: [string, () => unknown][] = [
    ['none at all', () => undefined],
    ['an empty one', () => ''],
    ['no text', () => ({ toString: 'x' })],
    ['garbage', () => 'a.b.c'],
    ['longer than any', () => 'x'.repeat(10_000)],

    ['unsigned: alg none', () => `${base64({ alg: 'none', typ: TYPE })}.${base64(body())}.`],
    ['alg None, in another spelling', () => `${base64({ alg: 'nOnE', typ: TYPE })}.${base64(body())}.`],
    ['alg none with a signature', async () => (await sign()).replace(/^[^.]+/, base64({ alg: 'none', typ: TYPE }))],
    ['no signature', async () => (await sign()).replace(/[^.]+$/, '')],
    ['another algorithm of the family', () => sign({}, { alg: 'HS512' })],
    ['signed with a key pair', () => new SignJWT(body()).setProtectedHeader({ alg: 'RS256', typ: TYPE }).sign(rsa.privateKey)],
    ['a key pair’s algorithm over a shared key', () => handmade({ alg: 'RS256' }, KEY)],
    ['a public key as the shared one', () => handmade({ alg: 'HS256' }, PEM)],

    ['another key', () => sign({}, {}, deriveKey('another secret that is long enough to pass', 'socket token v1'))],
    ['the secret itself as key', () => sign({}, {}, new TextEncoder().encode(TEST_SECRET))],
    ['a key for another purpose', () => sign({}, {}, deriveKey(TEST_SECRET, 'files'))],
    ['an empty key, where the key id leads to', () => handmade({ alg: 'HS256', kid: '../../../../dev/null' }, '')],
    ['a key that the key id names', () => handmade({ alg: 'HS256', kid: 'known' }, 'known')],
    ['a key id that is SQL', () => handmade({ alg: 'HS256', kid: "x' UNION SELECT 'known' --" }, 'known')],
    ['a key that the token brings', async () => handmade({ alg: 'HS256', jwk: { kty: 'oct', k: base64({}) } }, base64({}))],
    [
      'a public key that the token brings',
      async () =>
        new SignJWT(body())
          .setProtectedHeader({ alg: 'RS256', typ: TYPE, jwk: await exportJWK(rsa.publicKey) })
          .sign(rsa.privateKey),
    ],
    [
      'a key at an address',
      () => handmade({ alg: 'HS256', jku: 'https://evil.example/keys', x5u: 'https://evil.example/c' }, 'k'),
    ],
    ['an extension nobody knows', () => handmade({ alg: 'HS256', crit: ['x'], x: true }, KEY)],

    ['another purpose', () => sign({ aud: 'files' })],
    ['no purpose', () => sign({ aud: undefined })],
    ['another issuer', () => sign({ iss: 'elsewhere' })],
    ['another type', () => sign({}, { typ: 'JWT' })],
    ['no type', () => sign({}, { typ: undefined })],
    ['a longer life than five minutes', () => sign({ exp: now() + 3_600 })],
    ['a life without end', () => sign({ exp: undefined })],

    ['somebody who is not there', () => sign({ sub: uuidv7() })],
    ['another person with one’s own session', () => sign({ sub: bob.id })],
    ['oneself with another’s session', () => sign({ sid: bob.session.id })],
    ['a session that is not there', () => sign({ sid: uuidv7() })],
    ['a former version of the session', () => sign({ ver: 7 })],
    ['a list of people', () => sign({ sub: [ann.id] as never })],
    ['a changed payload', async () => (await sign()).replace(/\.[^.]+\./, `.${base64({ ...body(), sub: bob.id })}.`)],
    ['a session cookie of next-auth', () => encode({ token: { ...body() }, secret: TEST_SECRET })],
    ['a password', () => 'correct horse battery staple'],
    ['a digest of the secret', () => createHash('sha256').update(TEST_SECRET).digest('hex')],
  ]
  test.each(forged)('%s: unauthorized', async (_, token) => {
    expect(await refusal({ token: await token() })).toMatchObject({ code: 'unauthorized' })
  })

  // It says nothing of who asks: a node whose clock is slow signs nobody out.
  test.each([
    ['from the future', () => sign({ iat: now() + 120, nbf: now() + 120, exp: now() + 300 })],
    ['not yet valid', () => sign({ nbf: now() + 60 })],
  ] as const)('%s: token_expired, which lets nobody in either', async (_, token) => {
    expect(await refusal({ token: await token() })).toMatchObject({ code: 'token_expired' })
  })

  test.each([1, 31, 3_600])('one that ended %i s ago: token_expired, so that a client asks for a fresh one', async (seconds) => {
    const claims = { userId: ann.id, sessionId: ann.session.id, sessionVersion: ann.session.version }
    const { token } = await mintSocketToken(claims, TEST_SECRET, Date.now() - (300 + seconds) * 1_000)
    expect(await refusal({ token })).toMatchObject({ code: 'token_expired' })
  })

  test('one of a session that was signed out, though its time has not come [A11]', async () => {
    const query = queryOn(node.database.pool)
    const session = await createSession(query, { userId: ann.id, days: 1, userAgent: null, address: null })
    const claims = { userId: ann.id, sessionId: session.id, sessionVersion: session.version }
    const { token } = await mintSocketToken(claims, TEST_SECRET)
    expect(await refusal({ token })).toBeNull()
    await endSession(query, session.id)
    expect(await refusal({ token })).toMatchObject({ code: 'unauthorized' })
  })

  test('another version of the protocol is told so', async () => {
    const token = await ann.token()
    expect(await refusal({ token, protocol: PROTOCOL_VERSION + 1 })).toMatchObject({ code: 'protocol_mismatch' })
    expect(await refusal({ token, protocol: '1' })).toMatchObject({ code: 'unauthorized' })
  })
})

describe('a token counts in the handshake only [S1]', () => {
  test.each(['websocket', 'polling'])(
    'in a cookie, a header or the query it lets nobody in, and is written nowhere: %s',
    async (transport) => {
      const token = await ann.token()
      const socket = ioClient(node.url, {
        forceNew: true,
        reconnection: false,
        transports: [transport],
        query: { token, auth: token },
        extraHeaders: {
          cookie: `next-auth.session-token=${token}; __Secure-next-auth.session-token=${token}`,
          authorization: `Bearer ${token}`,
        },
      })
      const error = await new Promise<{ data?: { code: string } }>((resolve) => socket.once('connect_error', resolve as never))
      expect(error.data).toMatchObject({ code: 'unauthorized' })
      socket.disconnect()
      await fetch(`${node.url}/readyz?token=${token}`)
      await fetch(`${node.url}/nothing?token=${token}`)
      expect(await refusal({ token, protocol: 9 })).not.toBeNull()
      expect(node.output()).toContain('listening')
      expect(node.output()).not.toContain(token)
    },
  )
})

describe('a connection stays whose it is [S9]', () => {
  test('a refresh that brings another’s token, session or name changes nothing', async () => {
    const roomId = await createRoom(node, ann, { members: [bob] })
    const client = await connectRaw(node.url, ann)
    const others = { token: await bob.token(), auth: { token: await bob.token() }, userId: bob.id, sessionId: bob.session.id }
    expect(await client.throwAt('session:refresh', others)).toMatchObject({ ok: true })
    expect(await client.throwAt('session:hello', { ...others, revs: {} })).toMatchObject({
      data: { user: { id: ann.id }, connection: { sessionId: ann.session.id } },
    })
    const { message } = (await client.get('message:send', { roomId, id: uuidv7(), body: 'mine' })) as {
      message: { authorId: string }
    }
    expect(message.authorId).toBe(ann.id)
    client.close()
  })

  test('a second CONNECT with another’s token closes it', async () => {
    const line = new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    const connect = async (person: Person) =>
      line.send(`40${JSON.stringify({ token: await person.token(), protocol: PROTOCOL_VERSION, deviceId: 'two' })}`)
    const heard: string[] = []
    const closed = new Promise((resolve) => line.on('close', resolve))
    line.on('message', (data: Buffer) => {
      const packet = data.toString()
      heard.push(packet)
      if (packet.startsWith('0')) void connect(ann)
      if (packet.startsWith('40')) void connect(bob)
    })
    await closed
    expect(heard.filter((packet) => packet.startsWith('40'))).toHaveLength(1)
  })
})
