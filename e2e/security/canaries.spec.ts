import { uuidv7 } from 'uuidv7'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { ask, csrf, FORM, HTTPS, postSignIn, sessionCookie } from '../fixtures/http.ts'
import { type Installation, startInstallation } from '../fixtures/installation.ts'
import { expect, test } from '../fixtures/test.ts'

/** A word that stands nowhere else. `planted` remembers all of them, and what was handed out here. */
const planted = new Map<string, string>()
function plant(what: string): string {
  const word = `canary${crypto.randomUUID().replaceAll('-', '')}`
  planted.set(word, what)
  return word
}
const remember = (word: string, what: string) => {
  planted.set(word, what)
  return word
}

let installation: Installation
test.beforeAll(async () => {
  installation = await startInstallation({ overrides: { LOG_LEVEL: 'debug', LIMIT_SIGN_IN_FAILURES: '1000' } })
})
test.afterAll(() => installation.close())

const JSON_TYPE = { 'content-type': 'application/json' }

async function throughThePages(username: string, password: string): Promise<string> {
  const origin = installation.url()
  const register = (body: object | string, headers: Record<string, string> = JSON_TYPE) =>
    ask(origin, '/api/register', { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  const email = `${plant('an e-mail address')}@example.org`
  expect((await register({ username, password, email })).status).toBe(201)
  // Taken, invalid, too large, broken, of another type, from elsewhere.
  await register({ username, password: plant('a password for a taken name'), email })
  await register({ username: `${username}2`, password: plant('a password beside a used address'), email })
  await register({ username: 'a b', password: plant('a password beside a wrong name'), email: `${plant('a wrong address')}@` })
  await register({ username: `${username}3`, password: plant('a password too long').repeat(20), email })
  await register({ username: `${username}4`, password: { is: plant('a password that is no text') } })
  await register(`{"password":"${plant('a password in broken JSON')}"`)
  await register(`{"password":"${plant('a password in too much')}${'x'.repeat(20_000)}"}`)
  await register({ password: plant('a password as a form') }, FORM)
  await register({ username, password: plant('a password from elsewhere') }, { ...JSON_TYPE, origin: 'https://evil.test' })
  await register({ username: plant('a name with a wrong invite').slice(0, 30), password, invite: plant('an invite') })

  for (const wrong of [
    plant('a wrong password'),
    `${plant('a password with NUL')}\u0000`,
    plant('a huge password').repeat(300),
  ]) {
    await postSignIn(origin, { username, password: wrong })
  }
  await postSignIn(origin, { username: plant('a password typed as the name'), password })
  await ask(origin, '/api/auth/callback/credentials', {
    method: 'POST',
    headers: JSON_TYPE,
    body: `{"password":"${plant('broken')}`,
  })
  await ask(origin, '/api/auth/_log', {
    method: 'POST',
    headers: FORM,
    body: `level=error&code=${plant('a log line of a browser')}`,
  })
  await ask(origin, `/api/auth/callback/github?code=${plant('a provider’s code')}&state=${plant('a state')}`)
  await ask(origin, `/api/auth/error?error=${plant('an error in an address')}`)
  const post = (at: string, body: object) =>
    ask(origin, `/api/${at}`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) })
  await post('password/forgot', { email: `${plant('an address of somebody who forgot')}@example.org` })
  await post('password/reset', { token: plant('a link’s token').slice(0, 40), newPassword: plant('a new password') })
  await post('sign-in/second-step', { challenge: plant('a challenge'), code: plant('a code') })
  await post('sign-in/passkey', { state: plant('a state of a passkey'), response: { id: plant('a passkey') } })
  await post('account/password', { password: plant('a present password'), newPassword: 'x', endOthers: false })
  await post('confirm-email', { token: plant('a token of an address') })
  for (const page of ['reset', 'confirm-email']) await ask(origin, `/${page}/${plant(`a token in the address of ${page}`)}`)
  const { token, cookie } = await csrf(origin)
  remember(token, 'a form’s token')
  const session = await sessionCookie(origin, username, password)
  remember(session.split('=')[1] ?? '', 'a session’s cookie')
  const all = { cookie: `${cookie}; ${session}` }
  const { text } = await ask(origin, '/api/socket-token', { headers: all })
  const socketToken = remember((JSON.parse(text) as { token: string }).token, 'a socket token')
  for (const at of ['/', '/rooms', `/r/${uuidv7()}`, '/nothing', '/api/socket-token', '/%ff', '/api/auth/session', '/readyz']) {
    for (const more of [{}, HTTPS, { cookie: `next-auth.session-token=${plant('a broken cookie')}` }]) {
      await ask(origin, `${at}?token=${plant('a token in an address')}&password=${plant('a password in an address')}`, {
        headers: { ...all, authorization: `Bearer ${plant('a bearer token')}`, ...more },
      })
    }
  }
  return socketToken
}

async function throughTheWire(client: RawClient, roomId: string) {
  const send = (body: unknown, more: object = {}) => client.throwAt('message:send', { roomId, id: uuidv7(), body, ...more })
  const id = uuidv7()
  await send(plant('a message'), { id })
  await client.throwAt('message:edit', { roomId, id, body: plant('an edit') })
  await client.throwAt('room:draft', { roomId, body: plant('a draft') })
  await send(plant('a message too large').repeat(4_000))
  await send({ text: plant('a message that is no text') })
  await send(`${plant('a message with NUL')}\u0000`)
  await send(plant('a message to nowhere'), { roomId: uuidv7() })
  await send(plant('a message answering nothing'), { replyToId: uuidv7() })
  await client.throwAt('room:draft', { roomId: uuidv7(), body: plant('a draft for nowhere') })
  await client.throwAt('message:edit', { roomId, id: uuidv7(), body: plant('an edit of nothing') })
  await client.throwAt('room:update', { roomId, topic: plant('a topic') })
  await client.throwAt('user:search', { query: plant('a query') })
  await client.throwAt('presence:set', { status: 'away', text: plant('a status') })
  await client.throwAt(plant('an event'), { body: plant('of an unknown event') })
  await client.throwAt('session:refresh', { token: plant('a token in a refresh') })
}

/** A webhook's address is its secret. */
async function throughAWebhook(keeper: RawClient, roomId: string): Promise<(body: string) => Promise<number>> {
  const { path } = await keeper.get('webhook:create', { roomId, name: 'CI' })
  remember(path.split('/').at(-1) ?? '', 'a webhook’s secret')
  const post = async (body: string) => (await ask(installation.url(), path, { method: 'POST', headers: JSON_TYPE, body })).status
  expect(await post(JSON.stringify({ text: plant('a post') }))).toBe(200)
  expect(await post(`{"text":"${plant('a broken post')}`)).toBe(400)
  expect(await post(JSON.stringify({ text: plant('a post too large').repeat(4_000) }))).toBe(413)
  await ask(installation.url(), `/hooks/${plant('a guessed secret')}`, { method: 'POST', headers: JSON_TYPE, body: '{}' })
  return post
}

/** The database refuses what is asked, and its errors carry the rows. */
async function throughFailures(client: RawClient, roomId: string, username: string, password: string) {
  const { pool } = installation.database
  await pool.query('ALTER TABLE message ADD CONSTRAINT broken CHECK (false) NOT VALID')
  await pool.query('ALTER TABLE membership ADD CONSTRAINT broken CHECK (false) NOT VALID')
  await pool.query('ALTER TABLE users ADD CONSTRAINT broken CHECK (false) NOT VALID')
  await pool.query('ALTER TABLE session ADD CONSTRAINT broken CHECK (false) NOT VALID')
  const answers = [
    await client.throwAt('message:send', { roomId, id: uuidv7(), body: plant('a message the database refuses') }),
    await client.throwAt('room:draft', { roomId, body: plant('a draft the database refuses') }),
    await client.throwAt('presence:set', { status: 'dnd', text: plant('a status the database refuses') }),
  ]
  expect(answers).toMatchObject(answers.map(() => ({ ok: false, error: { code: 'unavailable' } })))
  const refused = await ask(installation.url(), '/api/register', {
    ...{ method: 'POST', headers: JSON_TYPE },
    body: JSON.stringify({
      ...{ username: 'refused-by-all', password: plant('a password the database refuses') },
      email: `${plant('an address the database refuses')}@example.org`,
    }),
  })
  expect(refused.status).toBe(503)
  await postSignIn(installation.url(), { username, password })
}

test('no secret of anybody is in any log, whatever goes wrong, at the level of debug [H5]', async () => {
  const password = plant('a password')
  // The one whose account came first needs no code.
  const owner = await createPerson(installation, { username: 'keeper' })
  const socketToken = await throughThePages('ada-of-canaries', password)
  const client = await connectRaw(installation.url(), { token: async () => socketToken })
  const roomId = await createRoom(installation, owner)
  await client.get('room:join', { roomId })
  await throughTheWire(client, roomId)
  const keeper = await connectRaw(installation.url(), owner)
  const post = await throughAWebhook(keeper, roomId)
  keeper.close()
  for (const token of [
    plant('a forged token'),
    `${socketToken}x`,
    `eyJhbGciOiJub25lIn0.${plant('a token without a signature')}.`,
  ]) {
    await expect(connectRaw(installation.url(), { token: async () => token })).rejects.toMatchObject({ data: {} })
  }
  await throughFailures(client, roomId, 'ada-of-canaries', password)
  expect(await post(JSON.stringify({ text: plant('a post the database refuses') }))).toBe(503)
  client.close()

  const log = installation.output()
  // It could fail: what went wrong was logged, by both processes.
  expect(log).toContain('a request failed')
  expect(log).toContain('a route failed')
  expect(log).toContain('broken')
  expect(planted.size).toBeGreaterThan(80)
  expect([...planted].filter(([word]) => log.includes(word)).map(([, what]) => what)).toEqual([])
})
