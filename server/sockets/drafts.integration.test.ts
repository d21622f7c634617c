import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '#protocol/models.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let desk: RawClient
let phone: RawClient
let asBob: RawClient

beforeAll(async () => {
  cluster = await startCluster(2)
  ann = await createPerson(cluster)
  bob = await createPerson(cluster)
  desk = await connectRaw(cluster.nodes[0]!.url, ann)
  phone = await connectRaw(cluster.nodes[1]!.url, ann)
  asBob = await connectRaw(cluster.nodes[0]!.url, bob)
})
afterAll(async () => {
  for (const client of [desk, phone, asBob]) client?.close()
  await cluster?.close()
})

describe('drafts', () => {
  test('X1 are told to one’s other devices on other nodes, with when they were written, and to nobody else', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    await phone.hear('room:added', (event) => event.room.id === roomId)
    const told = await desk.get('room:draft', { roomId, body: 'half a', seenAt: null })
    expect(told).toEqual({ stored: true, draftAt: expect.any(String) })
    const { room } = await phone.hear('room:updated', (event) => event.room.id === roomId && event.room.draft === 'half a')
    expect(room.draftAt).toBe(told.draftAt)
    expect(JSON.stringify(asBob.heard)).not.toContain('half a')
    expect(await phone.get('room:draft', { roomId, body: 'half a thought', seenAt: room.draftAt! })).toEqual({
      stored: true,
      draftAt: expect.any(String),
    })
  })

  test('X1 the newer of two that did not know of each other stays, and the other one is handed back', async () => {
    const roomId = await createRoom(cluster, ann)
    const { draftAt } = await desk.get('room:draft', { roomId, body: 'at the desk', seenAt: null })
    const old = await phone.get('room:draft', { roomId, body: 'on the train', seenAt: null, agoMs: 3_600_000 })
    expect(old).toEqual({ stored: true, draftAt, other: 'at the desk', isNewer: true })
    expect((await phone.get('room:get', { roomId })).room.draft).toBe('at the desk')
    const fresh = await phone.get('room:draft', { roomId, body: 'on the train', seenAt: null })
    expect(fresh).toMatchObject({ stored: true, other: 'at the desk' })
    expect(fresh.isNewer).toBeUndefined()
    expect((await desk.get('room:get', { roomId })).room.draft).toBe('on the train')
    expect(await desk.get('room:draft', { roomId, body: '', seenAt: draftAt! })).toMatchObject({ other: 'on the train' })
  })

  test('X1 a client that compares nothing replaces what stands there, and an emptied draft takes nothing from a new one', async () => {
    const roomId = await createRoom(cluster, ann)
    await desk.get('room:draft', { roomId, body: 'one', seenAt: null })
    expect(await desk.get('room:draft', { roomId, body: 'two' })).not.toHaveProperty('other')
    await desk.get('room:draft', { roomId, body: '' })
    expect(await phone.get('room:draft', { roomId, body: 'three', seenAt: null, agoMs: 60_000 })).not.toHaveProperty('other')
    expect((await desk.get('room:get', { roomId })).room.draft).toBe('three')
  })

  test('X1 of a thread one does not follow are not kept, and that is said', async () => {
    const roomId = await createRoom(cluster, ann, { members: [bob] })
    const id = uuidv7()
    await desk.get('message:send', { id, roomId, body: 'a question' })
    const { room } = await asBob.get('thread:open', { roomId, messageId: id })
    expect(await asBob.get('room:draft', { roomId: room.id, body: 'an answer' })).toEqual({ stored: false })
  })
})

describe('versions of a message', () => {
  test('X2 are what it said before, newest first, for readers; a deleted one has none [M4]', async () => {
    const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE' })
    const id = uuidv7()
    const sent = await desk.get('message:send', { id, roomId, body: 'one' })
    const { createdAt } = (sent as { message: Message }).message
    await desk.get('message:edit', { roomId, id, body: 'two' })
    const { message: edited } = await desk.get('message:edit', { roomId, id, body: 'three' })
    const { versions } = await desk.get('message:versions', { roomId, id })
    expect(versions.map((version) => version.body)).toEqual(['two', 'one'])
    expect(versions[1]?.at).toBe(createdAt)
    expect(versions[0]!.at > createdAt && versions[0]!.at <= edited.editedAt!).toBe(true)
    expect(await asBob.ask('message:versions', { roomId, id })).toMatchObject({ error: { code: 'not_found' } })
    await cluster.database.pool.query('UPDATE message SET hidden_at = now() WHERE id = $1', [id])
    expect(await desk.get('message:versions', { roomId, id })).toEqual({ versions: [] })
    await cluster.database.pool.query('UPDATE message SET hidden_at = NULL WHERE id = $1', [id])
    await desk.get('message:delete', { roomId, id })
    expect(await desk.get('message:versions', { roomId, id })).toEqual({ versions: [] })
    expect(await desk.ask('message:versions', { roomId, id: uuidv7() })).toMatchObject({ error: { code: 'not_found' } })
  })

  test('X2 come in pages, none twice and none left out', async () => {
    const roomId = await createRoom(cluster, ann)
    const id = uuidv7()
    await desk.get('message:send', { id, roomId, body: '0' })
    for (let i = 1; i <= 45; i++) await desk.get('message:edit', { roomId, id, body: String(i) })
    const bodies: string[] = []
    let cursor: string | undefined
    do {
      const page = await desk.get('message:versions', { roomId, id, ...(cursor === undefined ? {} : { cursor }) })
      bodies.push(...page.versions.map((version) => version.body))
      cursor = page.next
    } while (cursor !== undefined)
    expect(bodies).toEqual(Array.from({ length: 45 }, (_, i) => String(44 - i)))
  })
})
