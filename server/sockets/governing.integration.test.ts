import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RoomChanges } from '#protocol/models.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople, createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let cat: Person
let admin: Person
let asAnn: RawClient
let asBob: RawClient
let asCat: RawClient
let asAdmin: RawClient

beforeAll(async () => {
  cluster = await startCluster(2, { ...LIFTED_LIMITS, RECONCILE_MS: '60000' })
  // The first account of a database owns it.
  ;[, ann, bob, cat] = (await createPeople(cluster, 4)) as [Person, Person, Person, Person]
  admin = await createPerson(cluster, { role: 'admin' })
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
  asCat = await connectRaw(cluster.nodes[0]!.url, cat)
  asAdmin = await connectRaw(cluster.nodes[1]!.url, admin)
})
afterAll(async () => {
  for (const client of [asAnn, asBob, asCat, asAdmin]) client?.close()
  await cluster?.close()
})

async function makeRoom(members: Person[] = [bob, cat, admin]): Promise<string> {
  const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members })
  await asBob.hear('room:added', ({ room }) => room.id === roomId)
  return roomId
}
const send = (client: RawClient, roomId: string, body = 'words') => client.ask('message:send', { id: uuidv7(), roomId, body })
const refused = (code: string) => ({ ok: false, error: { code } })
const roleIn = async (client: RawClient, roomId: string) => (await client.get('room:get', { roomId })).room.role
const setRole = (client: RawClient, roomId: string, person: Person, role: 'owner' | 'moderator' | 'member') =>
  client.ask('room:role', { roomId, userId: person.id, role })
const linesOf = async (client: RawClient, roomId: string) =>
  (await client.get('room:history', { roomId })).messages.filter(({ kind }) => kind === 'system').map(({ body }) => body)

describe('roles in a room [R1]', () => {
  test('an owner makes moderators and owners; they hear it at once, on another node too, and everybody that it changed', async () => {
    const roomId = await makeRoom()
    const { room } = await asCat.get('room:get', { roomId })
    expect(await setRole(asAnn, roomId, bob, 'moderator')).toMatchObject({ ok: true })
    await asBob.hear('room:updated', (told) => told.room.id === roomId && told.room.role === 'moderator')
    const told = (frame: RoomChanges) => frame.roomId === roomId && (frame.room?.factsRev ?? 0) > (room.factsRev ?? 0)
    await asCat.hear('room:changes', told)
    const { members } = await asCat.get('room:members', { roomId })
    expect(members.find((member) => member.userId === bob.id)?.role).toBe('moderator')
  })

  test('a moderator governs the room and nobody’s role; who is none any more is refused', async () => {
    const roomId = await makeRoom()
    await setRole(asAnn, roomId, bob, 'moderator')
    for (const change of [{ topic: 'plans' }, { slowModeSeconds: 5 }, { posting: 'threads' as const }])
      expect(await asBob.ask('room:update', { roomId, ...change })).toMatchObject({ ok: true })
    const { message } = (await asAnn.get('message:send', { id: uuidv7(), roomId, body: 'old' })) as { message: { id: string } }
    expect(await asBob.ask('message:pin', { roomId, id: message.id, on: true })).toMatchObject({ ok: true })
    expect(await asBob.ask('message:delete', { roomId, id: message.id })).toMatchObject({ ok: true })
    expect(await setRole(asBob, roomId, cat, 'moderator')).toMatchObject(refused('forbidden'))
    expect(await asBob.ask('room:kick', { roomId, userId: ann.id })).toMatchObject(refused('forbidden'))
    expect(await asBob.ask('room:kick', { roomId, userId: cat.id })).toMatchObject({ ok: true })
    await setRole(asAnn, roomId, bob, 'member')
    expect(await asBob.ask('room:update', { roomId, name: 'mine' })).toMatchObject(refused('forbidden'))
    expect(await asBob.ask('room:kick', { roomId, userId: admin.id })).toMatchObject(refused('forbidden'))
  })

  test('the last owner stays, also when two owners step down at once on two nodes', async () => {
    const roomId = await makeRoom()
    expect(await setRole(asAnn, roomId, ann, 'member')).toMatchObject(refused('conflict'))
    for (let round = 0; round < 10; round++) {
      await setRole(asAnn, roomId, bob, 'owner')
      const answers = await Promise.all([setRole(asAnn, roomId, ann, 'member'), setRole(asBob, roomId, bob, 'member')])
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
      const [a, b] = [await roleIn(asAnn, roomId), await roleIn(asBob, roomId)]
      expect([a, b].filter((role) => role === 'owner')).toHaveLength(1)
      if (a !== 'owner') await setRole(asBob, roomId, ann, 'owner')
    }
  })

  test('nobody but a member gets a role, and in direct rooms and threads nobody', async () => {
    const roomId = await makeRoom([bob])
    expect(await setRole(asAnn, roomId, cat, 'moderator')).toMatchObject(refused('not_found'))
    const direct = await createRoom(cluster, ann, { kind: 'DIRECT', members: [bob] })
    expect(await setRole(asAnn, direct, bob, 'owner')).toMatchObject(refused('forbidden'))
  })
})

describe('a room for announcements [R2]', () => {
  test('its owner, its moderators and the installation’s admins write in it, nobody else', async () => {
    const roomId = await makeRoom()
    expect(await send(asBob, roomId)).toMatchObject({ ok: true })
    await asAnn.get('room:update', { roomId, posting: 'threads' })
    await asBob.hear('room:changes', (frame) => frame.roomId === roomId && frame.room?.posting === 'threads')
    const answer = await send(asBob, roomId)
    expect(answer).toMatchObject(refused('forbidden'))
    expect(answer.ok ? '' : answer.error.message).toContain('announcements')
    expect(await send(asAdmin, roomId)).toMatchObject({ ok: true })
    await setRole(asAnn, roomId, bob, 'moderator')
    expect(await send(asBob, roomId)).toMatchObject({ ok: true })
  })

  test('its threads are open where that is set, and closed where not', async () => {
    const roomId = await makeRoom()
    const { message } = (await asAnn.get('message:send', { id: uuidv7(), roomId, body: 'news' })) as { message: { id: string } }
    const thread = await asCat.get('thread:open', { roomId, messageId: message.id })
    await asAnn.get('room:update', { roomId, posting: 'threads' })
    expect(await send(asCat, thread.room.id)).toMatchObject({ ok: true })
    await asAnn.get('room:update', { roomId, posting: 'moderators' })
    expect(await send(asCat, thread.room.id)).toMatchObject(refused('forbidden'))
    expect(await send(asAnn, thread.room.id)).toMatchObject({ ok: true })
  })

  test('its topic and its pins are for those who write there; what was stored before is answered again', async () => {
    const roomId = await makeRoom()
    const id = uuidv7()
    await asCat.get('message:send', { id, roomId, body: 'in time' })
    await asAnn.get('room:update', { roomId, posting: 'moderators' })
    expect(await asCat.ask('room:update', { roomId, topic: 'mine' })).toMatchObject(refused('forbidden'))
    expect(await asCat.ask('message:pin', { roomId, id, on: true })).toMatchObject(refused('forbidden'))
    expect(await asCat.ask('message:send', { id, roomId, body: 'again' })).toMatchObject({ ok: true })
    expect(await asCat.ask('message:edit', { roomId, id, body: 'better' })).toMatchObject({ ok: true })
  })

  // The gate decides at the commit: whatever is told after the change stands behind it in the room.
  test.each([
    ['is closed', { posting: 'moderators' } as const],
    ['is archived', { archived: true }],
  ])('of sends in flight while a room %s, none is stored after it [W3, R2]', async (_what, change) => {
    const roomId = await makeRoom()
    const flood = Array.from({ length: 60 }, (_, i) => send(i % 2 ? asBob : asCat, roomId, `message ${i}`))
    const changed = asAnn.ask('room:update', { roomId, ...change })
    const late = Array.from({ length: 60 }, (_, i) => send(i % 2 ? asBob : asCat, roomId, `late ${i}`))
    expect(await changed).toMatchObject({ ok: true })
    const answers = await Promise.all([...flood, ...late])
    expect(await send(asBob, roomId)).toMatchObject(refused('forbidden'))
    for (const answer of answers) if (!answer.ok) expect(answer).toMatchObject(refused('forbidden'))
    const { messages } = await asAnn.get('room:history', { roomId, limit: 100 })
    expect(messages.at(-1)?.kind).toBe('system')
    const { room } = await asAnn.get('room:get', { roomId })
    expect(answers.filter(({ ok }) => ok)).toHaveLength(room.lastSeq - 1)
  })
})

describe('slow mode', () => {
  test('counts on both nodes, tells a true wait, and exempts who governs', async () => {
    const roomId = await makeRoom()
    await asAnn.get('room:update', { roomId, slowModeSeconds: 30 })
    const bobsOther = await connectRaw(cluster.nodes[0]!.url, bob)
    expect(await send(asBob, roomId)).toMatchObject({ ok: true })
    const answer = await send(bobsOther, roomId)
    bobsOther.close()
    expect(answer).toMatchObject(refused('slow_mode'))
    const wait = answer.ok ? 0 : (answer.error.retryAfterMs ?? 0)
    expect(wait).toBeGreaterThan(20_000)
    expect(wait).toBeLessThanOrEqual(30_000)
    for (let i = 0; i < 3; i++) expect(await send(asAnn, roomId)).toMatchObject({ ok: true })
  })
})

describe('what a room says itself [R3]', () => {
  test('name, topic, who may write and archiving are lines in it, that nobody has unread', async () => {
    const roomId = await makeRoom()
    const name = `plans ${uuidv7()}`
    await asAnn.get('room:update', { roomId, name })
    await asBob.get('room:update', { roomId, topic: 'this week' })
    await asBob.get('room:update', { roomId, topic: 'this week' })
    await asAnn.get('room:update', { roomId, topic: '', slowModeSeconds: 5 })
    await asAnn.get('room:update', { roomId, posting: 'threads' })
    await asAnn.get('room:update', { roomId, archived: true })
    await asAnn.get('room:update', { roomId, archived: false })
    expect((await linesOf(asCat, roomId)).map((line) => line.replace(/“room .*?”/, '“…”'))).toEqual([
      `renamed the room from “…” to “${name}”`,
      'set the topic to “this week”',
      'cleared the topic',
      'made this a room for announcements, with replies in threads',
      'archived this room',
      'opened this room again',
    ])
    const { room } = await asCat.get('room:get', { roomId })
    expect(room).toMatchObject({ lastSeq: 6, unread: 0, archived: false, posting: 'threads' })
  })

  test('is neither edited nor deleted, and holds no cursor back', async () => {
    const roomId = await makeRoom()
    await asAnn.get('room:update', { roomId, topic: 'x' })
    const [line] = (await asAnn.get('room:history', { roomId })).messages
    expect(await asAnn.ask('message:edit', { roomId, id: line!.id, body: 'y' })).toMatchObject(refused('forbidden'))
    expect(await asAnn.ask('message:delete', { roomId, id: line!.id })).toMatchObject(refused('forbidden'))
    await send(asBob, roomId)
    await asBob.hear('room:cursors', ({ roomId: of, cursors }) => of === roomId && cursors[0]?.readSeq === 2)
  })
})
