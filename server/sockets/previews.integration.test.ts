import type { ServerResponse } from 'node:http'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Message } from '#protocol/models.ts'
import { startSite } from '#server/previews/testing/site.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let site: Awaited<ReturnType<typeof startSite>>
/** Answers wait here when a test wants them to. */
let waiting: ((answer: string) => void) | null = null
let people: [Person, Person, Person]
let asAnn: RawClient
/** On the other node. */
let asBob: RawClient
let asCat: RawClient

beforeAll(async () => {
  site = await startSite((request, response: ServerResponse) => {
    const answer = (title: string) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>${title}</title>`)
    if (request.url === '/slow') waiting = answer
    else answer(`Page ${request.url}`)
  })
  cluster = await startCluster(2, { ...LIFTED_LIMITS, LINK_PREVIEWS: 'on', LINK_PREVIEWS_TEST_ALLOW: site.place })
  const [, ...rest] = await createPeople(cluster, 4)
  people = rest as [Person, Person, Person]
  asAnn = await connectRaw(cluster.nodes[0]!.url, people[0])
  asBob = await connectRaw(cluster.nodes[1]!.url, people[1])
  asCat = await connectRaw(cluster.nodes[1]!.url, people[2])
})
afterAll(async () => {
  for (const client of [asAnn, asBob, asCat]) client?.close()
  await cluster?.close()
  await site?.close()
})

async function makeRoom(): Promise<string> {
  const roomId = await createRoom(cluster, people[0], { kind: 'PRIVATE', members: people.slice(1) })
  await Promise.all([asAnn, asBob, asCat].map((client) => client.hear('room:added', (told) => told.room.id === roomId)))
  return roomId
}
async function send(client: RawClient, roomId: string, body: string): Promise<Message> {
  const data = await client.get('message:send', { id: uuidv7(), roomId, body })
  if (!('message' in data)) throw new Error('it was held')
  return data.message
}
/** The frame in which this client was told of a preview of that page. */
const previewed = (client: RawClient, id: string, page: string) =>
  client.hear('room:changes', (frame) => frame.messages.some((row) => row.id === id && row.preview?.title === `Page ${page}`))
const now = async (client: RawClient, { roomId, id }: Message) =>
  (await client.get('message:get', { roomId, ids: [id] })).messages[0]!
const settled = async () => {
  const left = async () =>
    (await cluster.database.pool.query<{ n: number }>("SELECT count(*)::int AS n FROM job WHERE kind = 'preview'")).rows[0]!.n
  await expect.poll(left).toBe(0)
}

test('the page a message links to is told to everybody on every node as a change of the message [P2]', async () => {
  const roomId = await makeRoom()
  const message = await send(asAnn, roomId, `look: ${site.url}/a and ${site.url}/b`)
  const frames = await Promise.all([asAnn, asBob].map((client) => previewed(client, message.id, '/a')))
  for (const { rev, messages } of frames) {
    expect(rev).toBeGreaterThan(message.rev)
    expect(messages[0]?.preview).toEqual({ url: `${site.url}/a`, title: 'Page /a' })
  }
  const synced = await asBob.get('room:sync', { roomId, afterRev: message.rev })
  expect('changes' in synced && synced.changes.messages[0]?.preview?.title).toBe('Page /a')
  expect(await now(asBob, message)).toMatchObject({ body: message.body, preview: { title: 'Page /a' } })
})

test('an edit takes the preview away at once and brings the one of the new words [P6]', async () => {
  const roomId = await makeRoom()
  const message = await send(asAnn, roomId, `${site.url}/before`)
  await previewed(asBob, message.id, '/before')
  await asAnn.get('message:edit', { roomId, id: message.id, body: `${site.url}/after` })
  await asBob.hear('room:changes', ({ messages }) => messages.some((row) => row.id === message.id && row.preview === null))
  await previewed(asBob, message.id, '/after')
  await asAnn.get('message:edit', { roomId, id: message.id, body: 'no link any more' })
  await settled()
  expect(await now(asBob, message)).not.toHaveProperty('preview')
})

test('a page that comes after its message was deleted or edited is thrown away [P6]', async () => {
  const roomId = await makeRoom()
  for (const change of ['delete', 'edit'] as const) {
    waiting = null
    const message = await send(asAnn, roomId, `${site.url}/slow`)
    await expect.poll(() => waiting).not.toBeNull()
    if (change === 'delete') await asAnn.get('message:delete', { roomId, id: message.id })
    else await asAnn.get('message:edit', { roomId, id: message.id, body: 'other words' })
    waiting!('Page /slow')
    await settled()
    expect(await now(asBob, message)).not.toHaveProperty('preview')
  }
})

test('its author and the room’s moderators take it away for good, others may not [P7]', async () => {
  const roomId = await makeRoom()
  const message = await send(asBob, roomId, `${site.url}/away`)
  await previewed(asAnn, message.id, '/away')
  const id = message.id
  expect(await asCat.ask('message:unpreview', { roomId, id })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect((await asBob.get('message:unpreview', { roomId, id })).message).not.toHaveProperty('preview')
  await asAnn.hear('room:changes', ({ messages }) => messages.some((row) => row.id === id && row.preview === null))
  expect((await asAnn.get('message:unpreview', { roomId, id })).message, 'twice is once').not.toHaveProperty('preview')
  await asBob.get('message:edit', { roomId, id, body: `${site.url}/again` })
  await settled()
  expect(await now(asAnn, message), 'not after an edit either').not.toHaveProperty('preview')
})

test('a room that wants none asks no page, and its threads neither [P7]', async () => {
  const roomId = await makeRoom()
  const { room } = await asAnn.get('room:update', { roomId, previews: false })
  expect(room.previews).toBe(false)
  expect(await asBob.ask('room:update', { roomId, previews: true })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  const message = await send(asAnn, roomId, `${site.url}/unwanted`)
  const thread = (await asAnn.get('thread:open', { roomId, messageId: message.id })).room
  await send(asAnn, thread.id, `${site.url}/unwanted`)
  await settled()
  expect(site.asked.some((request) => request.url === '/unwanted')).toBe(false)
})

test('what is not public is not asked, and the message stays as it is [P1]', async () => {
  const roomId = await makeRoom()
  const inner = await startSite((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Inside</title>'),
  )
  try {
    const message = await send(asAnn, roomId, `${inner.url}/secret`)
    await settled()
    expect(inner.asked).toEqual([])
    expect(await now(asBob, message)).not.toHaveProperty('preview')
  } finally {
    await inner.close()
  }
})
