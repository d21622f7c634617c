import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { type Cluster, startCluster } from '#server/testing/server.ts'

let cluster: Cluster
let ann: Person
let bob: Person
let asAnn: RawClient
let asBob: RawClient

beforeAll(async () => {
  cluster = await startCluster(2)
  ann = await createPerson(cluster)
  bob = await createPerson(cluster)
  asAnn = await connectRaw(cluster.nodes[0]!.url, ann)
  asBob = await connectRaw(cluster.nodes[1]!.url, bob)
  await asBob.get('presence:watch', { userIds: [ann.id] })
})
afterAll(async () => {
  for (const client of [asAnn, asBob]) client?.close()
  await cluster?.close()
})

/** Bob, on another node, sees Ann like this. He asks: what is told of presence may be lost on a busy line [K4]. */
const seen = (wanted: { status: string; text?: string }) =>
  expect
    .poll(
      async () => {
        const [looks] = (await asBob.get('presence:watch', { userIds: [ann.id] })).presence
        return { status: looks?.status, text: looks?.text }
      },
      { timeout: 10_000 },
    )
    .toEqual({ status: wanted.status, text: wanted.text })
const own = async () => (await asAnn.get('profile:get', { userId: ann.id })).profile.status

describe('a status', () => {
  test('I3 is taken away at its end on every node, by whichever node is there', async () => {
    await asAnn.get('presence:set', { text: '🍽️ Lunch', endsAt: new Date(Date.now() + 1_500).toISOString() })
    await seen({ status: 'online', text: '🍽️ Lunch' })
    await seen({ status: 'online' })
    expect(await own()).toEqual({ choice: 'online' })
  })

  test('I3 stays when only how one is seen changes, and without an end stays until it is taken away', async () => {
    await asAnn.get('presence:set', { text: 'Away for ever', endsAt: new Date(Date.now() + 60_000).toISOString() })
    await asAnn.get('presence:set', { text: 'At it' })
    await asAnn.get('presence:set', { status: 'dnd' })
    await seen({ status: 'dnd', text: 'At it' })
    expect(await own()).toEqual({ choice: 'dnd', text: 'At it' })
    expect((await asBob.get('profile:get', { userId: ann.id })).profile.status).toBeUndefined()
    await asAnn.get('presence:set', { status: 'online', text: '' })
    await seen({ status: 'online' })
  })

  test('I3 is refused an end that is over', async () => {
    const answer = await asAnn.ask('presence:set', { text: 'Late', endsAt: new Date(Date.now() - 1_000).toISOString() })
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })
})

describe('somebody who does nothing', () => {
  test('I4 is away once all their devices are idle, and back with the first that is not', async () => {
    const phone = await connectRaw(cluster.nodes[1]!.url, ann)
    await asAnn.get('presence:idle', { idle: true })
    expect((await asBob.get('presence:watch', { userIds: [ann.id] })).presence).toMatchObject([{ status: 'online' }])
    await phone.get('presence:idle', { idle: true })
    await seen({ status: 'away' })
    await asAnn.get('presence:idle', { idle: false })
    await seen({ status: 'online' })
    // Only idle devices are left.
    await asAnn.get('presence:idle', { idle: true })
    await phone.get('presence:idle', { idle: false })
    await seen({ status: 'online' })
    phone.close()
    await seen({ status: 'away' })
    await asAnn.get('presence:idle', { idle: false })
    await seen({ status: 'online' })
  })

  test('I4 stays as they chose to be seen: idle tells nothing of who is invisible or does not want to be disturbed', async () => {
    await asAnn.get('presence:set', { status: 'invisible' })
    await seen({ status: 'offline' })
    await asAnn.get('presence:idle', { idle: true })
    expect((await asBob.get('presence:watch', { userIds: [ann.id] })).presence).toMatchObject([{ status: 'offline' }])
    await asAnn.get('presence:set', { status: 'dnd' })
    await seen({ status: 'dnd' })
    await asAnn.get('presence:set', { status: 'online' })
    await seen({ status: 'away' })
    await asAnn.get('presence:idle', { idle: false })
    await seen({ status: 'online' })
  })
})
