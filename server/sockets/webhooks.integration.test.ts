import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Webhook } from '#protocol/models.ts'
import { queryOn } from '#server/database/transaction.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let owner: Person
let ann: Person
let asOwner: RawClient
let asAnn: RawClient
let roomId: string
const url = (node = 0) => cluster.nodes[node]!.url

const FAST = { LIMIT_WEBHOOK_REQUESTS_PER_SECOND: '1000', LIMIT_WEBHOOK_POSTS_PER_MINUTE: '1000', LINK_PREVIEWS: 'on' }

beforeAll(async () => {
  cluster = await startCluster(2, FAST)
  owner = await createPerson(cluster)
  ann = await createPerson(cluster)
  roomId = await createRoom(cluster, owner, { members: [ann] })
  asOwner = await connectRaw(url(0), owner)
  asAnn = await connectRaw(url(1), ann)
})
afterAll(async () => {
  for (const client of [asOwner, asAnn]) client?.close()
  await cluster?.close()
})

const make = (name = 'CI', room = roomId, as = asOwner): Promise<{ webhook: Webhook; path: string }> =>
  as.get('webhook:create', { roomId: room, name })

async function post(at: string, body: object | string, headers: Record<string, string> = {}, node = 0) {
  const answer = await fetch(`${url(node)}${at}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, words: await answer.text(), wait: answer.headers.get('retry-after') }
}
/** As a program does that was answered to wait: the same again, under its key. */
async function postUntilStored(at: string, text: string, key: string, node: number) {
  for (let attempt = 1; ; attempt++) {
    const answer = await post(at, { text }, { 'idempotency-key': key }, node)
    if (answer.status !== 503 || attempt === 20) return answer
  }
}
const OK = { status: 200, words: 'ok', wait: null }
const NO_SERVICE = { status: 404, words: 'no_service', wait: null }

const told = (client: RawClient, body: string) =>
  client.hear('room:changes', (frame) => frame.messages.some((message) => message.body === body))
const bodies = async (room = roomId) =>
  (await asOwner.get('room:history', { roomId: room })).messages.filter((one) => one.kind === undefined).map((one) => one.body)

describe('a webhook', () => {
  test('Z1 posts into its room, as itself, and everybody is told at once, on every node', async () => {
    const { webhook, path: at } = await make('Builds')
    expect(webhook).toEqual({
      id: webhook.id,
      userId: webhook.userId,
      name: 'Builds',
      createdBy: owner.id,
      createdAt: webhook.createdAt,
    })
    expect(await post(at, { text: 'build *7* done, @all' })).toEqual(OK)
    const frame = await told(asAnn, 'build **7** done, @all')
    expect(frame.users).toContainEqual(expect.objectContaining({ id: webhook.userId, displayName: 'Builds', bot: true }))
    const [message] = frame.messages
    expect(message).toMatchObject({ authorId: webhook.userId, mentions: { userIds: [], groupIds: [] } })
    expect(message?.mentions).not.toHaveProperty('room')
    const { room } = await asAnn.get('room:get', { roomId })
    expect(room).toMatchObject({ memberCount: 2, mentionCount: 0 })
    expect(room.unread).toBeGreaterThan(0)
    const [listed] = (await asOwner.get('webhook:list', { roomId })).webhooks.filter((one) => one.id === webhook.id)
    expect(listed?.lastUsedAt).toMatch(/^\d{4}-/)
  })

  test('Z1 may be posted to with the line of its page', async () => {
    const { path: at } = await make('Curl')
    const page = readFileSync(path.join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8')
    const line = /```sh\n(curl [\s\S]*?)\n```/.exec(page)?.[1] ?? ''
    expect(line).toContain('https://chat.example.org/hooks/SECRET')
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      line.replace('https://chat.example.org/hooks/SECRET', `${url()}${at}`),
    ])
    expect(stdout).toBe('ok')
    expect(await bodies()).toContain('Deploy **done**: [build 7](<https://ci.example.org/7>) 🚀')
  })

  test('Z1 also as a form, and where only moderators write, and in slow mode', async () => {
    const room = await createRoom(cluster, owner, { members: [ann] })
    await asOwner.get('room:update', { roomId: room, posting: 'moderators', slowModeSeconds: 3_600 })
    const { path: at } = await make('News', room)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await post(at, new URLSearchParams({ payload: '{"text":"one"}' }).toString(), form)).toEqual(OK)
    expect(await post(at, { text: 'two' })).toEqual(OK)
    expect(await bodies(room)).toEqual(['one', 'two'])
  })

  test('Z2 has a secret that is told once and kept as a hash', async () => {
    const { webhook, path: at } = await make('Secret')
    const secret = at.slice('/hooks/'.length)
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(JSON.stringify(await asOwner.get('webhook:list', { roomId }))).not.toContain(secret)
    const [row] = await queryOn(cluster.database.pool)('SELECT * FROM webhook WHERE id = $1', [webhook.id])
    expect(JSON.stringify(row)).not.toContain(secret)
    expect(await post(`/hooks/${'A'.repeat(43)}`, { text: 'x' })).toEqual(NO_SERVICE)
    expect(await post(`${at}x`, { text: 'x' })).toEqual(NO_SERVICE)
    expect(await post(`/hooks/${row?.token_hash}`, { text: 'x' })).toEqual(NO_SERVICE)
    expect((await fetch(`${url()}${at}`)).status).toBe(405)
  })

  test('Z3 stores a post once, however often it is repeated under its key, on any node and at the same time', async () => {
    const room = await createRoom(cluster, owner, {})
    const { path: at } = await make('Once', room)
    const { path: other } = await make('Other', room)
    const key = { 'idempotency-key': 'build 7' }
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => postUntilStored(at, 'once', 'build 7', i % 2)))
    expect(new Set(answers.map((answer) => answer.words))).toEqual(new Set(['ok']))
    expect(await post(other, { text: 'another’s' }, key)).toEqual(OK)
    expect((await bodies(room)).sort()).toEqual(['another’s', 'once'])
    expect(await post(at, { text: 'x' }, { 'idempotency-key': 'k'.repeat(201) })).toMatchObject({
      words: 'invalid_idempotency_key',
    })
  })

  test('Z1 Z3 keeps every one of many posts at once, once', async () => {
    const room = await createRoom(cluster, owner, {})
    const hooks = [await make('A', room), await make('B', room)]
    const posts = Array.from({ length: 40 }, (_, i) => postUntilStored(hooks[i % 2]!.path, `n${i}`, `n${i}`, (i >> 1) % 2))
    for (const answer of await Promise.all(posts)) expect(answer).toEqual(OK)
    expect((await bodies(room)).sort()).toEqual(Array.from({ length: 40 }, (_, i) => `n${i}`).sort())
    const left = await queryOn(cluster.database.pool)('SELECT 1 FROM membership WHERE user_id = $1', [hooks[0]!.webhook.userId])
    expect(left).toEqual([])
  })

  test('Z4 posts nothing from the moment it is revoked, on every node, and what it posted stays', async () => {
    const { webhook, path: at } = await make('Gone')
    expect(await post(at, { text: 'stays' })).toEqual(OK)
    await asOwner.get('webhook:revoke', { id: webhook.id })
    for (const node of [0, 1]) expect(await post(at, { text: 'too late' }, {}, node)).toEqual(NO_SERVICE)
    expect(await bodies()).toContain('stays')
    expect(await bodies()).not.toContain('too late')
    expect((await asOwner.get('webhook:list', { roomId })).webhooks.map((one) => one.id)).not.toContain(webhook.id)
    expect(await asOwner.ask('webhook:revoke', { id: webhook.id })).toMatchObject({ error: { code: 'not_found' } })
    expect(await asOwner.ask('webhook:rename', { id: webhook.id, name: 'x' })).toMatchObject({
      error: { code: 'not_found' },
    })
  })

  test('Z4 its making, renaming and end are told in the room, and its new name stands on what it posts', async () => {
    const { webhook, path: at } = await make('Old name')
    await asOwner.get('webhook:rename', { id: webhook.id, name: 'New  name' })
    expect(await post(at, { text: 'under a new name' })).toEqual(OK)
    expect((await told(asAnn, 'under a new name')).users).toContainEqual(expect.objectContaining({ displayName: 'New name' }))
    await asOwner.get('webhook:revoke', { id: webhook.id })
    const { messages } = await asAnn.get('room:history', { roomId })
    expect(messages.filter((one) => one.kind === 'system').map((one) => one.body)).toEqual(
      expect.arrayContaining([
        'added the webhook “Old name”',
        'renamed the webhook “Old name” to “New name”',
        'removed the webhook “New name”',
      ]),
    )
    for (const name of ['', '\u202Eevil', 'x'.repeat(65)])
      expect(await asOwner.ask('webhook:create', { roomId, name })).toMatchObject({ error: { code: 'invalid' } })
  })

  test('Z5 is answered what Slack answers', async () => {
    const room = await createRoom(cluster, owner, {})
    const { path: at } = await make('Answers', room)
    expect(await post(at, '{"text":')).toEqual({ status: 400, words: 'invalid_payload', wait: null })
    expect(await post(at, '')).toEqual({ status: 400, words: 'invalid_payload', wait: null })
    expect(await post(at, { text: ' ' })).toEqual({ status: 400, words: 'no_text', wait: null })
    expect(await post(at, { attachments: Array.from({ length: 21 }, () => ({ text: 'x' })) })).toMatchObject({
      ...{ status: 400, words: 'too_many_attachments' },
    })
    expect(await post(at, { text: 'x'.repeat(110_000) })).toMatchObject({ status: 413, words: 'msg_too_long' })
    expect(await post(at, { text: 'x'.repeat(300_000) })).toMatchObject({ status: 413, words: 'msg_too_long' })
    await asOwner.get('room:update', { roomId: room, archived: true })
    expect(await post(at, { text: 'x' })).toEqual({ status: 410, words: 'channel_is_archived', wait: null })
    expect(await asOwner.ask('webhook:create', { roomId: room, name: 'x' })).toMatchObject({ error: { code: 'forbidden' } })
  })

  test('Z6 is shown under another name and sign where a post wants it, always as what it is', async () => {
    const { webhook, path: at } = await make('Shown')
    expect(await post(at, { text: 'shown as', username: 'Ann', icon_emoji: ':rocket:' })).toEqual(OK)
    const frame = await told(asAnn, 'shown as')
    expect(frame.messages[0]).toMatchObject({ authorId: webhook.userId, shownAs: { name: 'Ann', icon: '🚀' } })
    expect(frame.users).toContainEqual(expect.objectContaining({ id: webhook.userId, bot: true }))
    const { messages, users } = await asAnn.get('room:history', { roomId })
    expect(messages.find((one) => one.body === 'shown as')?.shownAs).toEqual({ name: 'Ann', icon: '🚀' })
    expect(users).toContainEqual(expect.objectContaining({ id: webhook.userId, bot: true }))
  })

  test('Z6 is nobody: it is found among no people, spoken to, invited and mentioned by none', async () => {
    const { webhook, path: at } = await make('Zebra')
    expect((await asAnn.get('user:search', { query: 'Zebra' })).users).toEqual([])
    expect(await asAnn.ask('room:create', { kind: 'DIRECT', memberIds: [webhook.userId] })).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(await asAnn.ask('room:invite', { roomId, userId: webhook.userId })).toMatchObject({ error: { code: 'not_found' } })
    expect(await asOwner.ask('group:create', { name: 'bots', memberIds: [webhook.userId] })).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(await post(at, { text: 'a thread begins' })).toEqual(OK)
    const message = (await told(asAnn, 'a thread begins')).messages[0]!
    const { room } = await asAnn.get('thread:open', { roomId, messageId: message.id })
    await asAnn.get('message:send', { id: uuidv7(), roomId: room.id, body: 'a reply' })
    expect((await asAnn.get('room:members', { roomId })).members.map((one) => one.userId).sort()).toEqual(
      [owner.id, ann.id].sort(),
    )
  })

  test('Z1 has no links previewed', async () => {
    const query = queryOn(cluster.database.pool)
    // Jobs are gone once they are done: who was asked for stays.
    await query('CREATE TABLE asked AS SELECT payload FROM job WITH NO DATA')
    await query(`CREATE FUNCTION keep_asked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO asked VALUES (NEW.payload); RETURN NULL; END $$`)
    await query(`CREATE TRIGGER asked AFTER INSERT ON job FOR EACH ROW WHEN (NEW.kind = 'preview') EXECUTE FUNCTION keep_asked()`)
    const { path: at } = await make('Links')
    expect(await post(at, { text: 'https://links.invalid/page' })).toEqual(OK)
    const id = uuidv7()
    await asAnn.get('message:send', { id, roomId, body: 'https://typed.invalid/page' })
    await expect.poll(() => query('SELECT payload FROM asked')).toEqual([{ payload: expect.objectContaining({ id }) }])
    await query('DROP TRIGGER asked ON job')
  })

  test('Z1 V1 is made, seen and ended by those who govern its room; to who is not in it, it is not there', async () => {
    const room = await createRoom(cluster, owner, { kind: 'PRIVATE', members: [ann] })
    const { webhook } = await make('Governed', room)
    const eve = await createPerson(cluster)
    const asEve = await connectRaw(url(0), eve)
    const asked = async (client: RawClient) => [
      await client.ask('webhook:list', { roomId: room }),
      await client.ask('webhook:create', { roomId: room, name: 'x' }),
      await client.ask('webhook:rename', { id: webhook.id, name: 'x' }),
      await client.ask('webhook:revoke', { id: webhook.id }),
    ]
    for (const answer of await asked(asAnn)) expect(answer).toMatchObject({ error: { code: 'forbidden' } })
    for (const answer of await asked(asEve)) expect(answer).toMatchObject({ error: { code: 'not_found' } })
    await asOwner.get('room:role', { roomId: room, userId: ann.id, role: 'moderator' })
    for (const answer of await asked(asAnn)) expect(answer).toMatchObject({ ok: true })
    const { room: direct } = await asOwner.get('room:create', { kind: 'DIRECT', memberIds: [ann.id] })
    expect(await asOwner.ask('webhook:create', { roomId: direct.id, name: 'x' })).toMatchObject({ error: { code: 'forbidden' } })
    asEve.close()
  })

  test('Z1 a room holds 20 at most', async () => {
    const room = await createRoom(cluster, owner, {})
    for (let i = 0; i < 20; i++) await make(`n${i}`, room)
    expect(await asOwner.ask('webhook:create', { roomId: room, name: 'x' })).toMatchObject({ error: { code: 'conflict' } })
  })
})

test('Z7 posts are limited by webhook, requests by address, and both are told how long to wait', async () => {
  const limited = await startCluster(1, { LIMIT_WEBHOOK_POSTS_PER_MINUTE: '2', LIMIT_WEBHOOK_REQUESTS_PER_SECOND: '1' })
  const at = (await createPerson(limited)) as Person
  const room = await createRoom(limited, at)
  const client = await connectRaw(limited.nodes[0]!.url, at)
  const { path: hook } = await client.get('webhook:create', { roomId: room, name: 'CI' })
  const send = (to: string) => fetch(`${limited.nodes[0]!.url}${to}`, { method: 'POST', body: '{"text":"x"}' })
  expect((await send(hook)).status).toBe(200)
  expect((await send(hook)).status).toBe(200)
  const refused = await send(hook)
  expect([refused.status, await refused.text(), Number(refused.headers.get('retry-after'))]).toEqual([429, 'rate_limited', 30])
  await send('/hooks/guess')
  await send('/hooks/guess')
  const guessed = await send('/hooks/guess')
  expect([guessed.status, Number(guessed.headers.get('retry-after'))]).toEqual([429, 1])
  client.close()
  await limited.close()
})
