import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RequestPayload } from '#protocol/requests.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'

const NAMES = ['Zoë Ames', 'ben', 'Ann', 'Ann', 'Ann', 'Çelik', '日本', 'Mary Ann', 'annika', 'Q | 7']

let server: TestServer
let people: Person[]
let guest: Person
let client: RawClient
let asGuest: RawClient

beforeAll(async () => {
  server = await startServer()
  people = [await createPerson(server, { displayName: 'Olga' })]
  for (const displayName of NAMES) people.push(await createPerson(server, { displayName }))
  guest = await createPerson(server, { displayName: 'Gus', role: 'guest' })
  client = await connectRaw(server.url, people[0]!)
  asGuest = await connectRaw(server.url, guest)
})
afterAll(async () => {
  client?.close()
  asGuest?.close()
  await server?.close()
})

/** All pages, one after the other. */
async function leaf(of: RawClient, wanted: RequestPayload<'user:list'> = {}): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await of.get('user:list', { ...wanted, ...(cursor === undefined ? {} : { cursor }) })
    ids.push(...page.users.map((user) => user.id))
    cursor = page.next
  } while (cursor !== undefined)
  return ids
}
const namesOf = (ids: string[]) => ids.map((id) => [...people, guest].find((person) => person.id === id)?.displayName)

describe('the directory [V2]', () => {
  test('everybody is in it once and by name, however long a page is', async () => {
    const whole = await leaf(client)
    expect(whole).toHaveLength(people.length + 1)
    expect(new Set(whole).size).toBe(whole.length)
    for (const limit of [1, 2, 3, 5]) expect(await leaf(client, { limit })).toEqual(whole)
    const sorted = await server.database.pool.query('SELECT id FROM users ORDER BY lower(display_name), id::text')
    expect(whole).toEqual(sorted.rows.map(({ id }) => id))
  })

  test('finds by the beginning of a name or of a word of it, and by role', async () => {
    expect(namesOf(await leaf(client, { query: 'ann', limit: 2 }))).toEqual(['Ann', 'Ann', 'Ann', 'annika', 'Mary Ann'])
    expect(namesOf(await leaf(client, { query: '%' }))).toEqual([])
    expect(namesOf(await leaf(client, { role: 'guest' }))).toEqual(['Gus'])
    expect(namesOf(await leaf(client, { role: 'owner' }))).toEqual(['Olga'])
    expect(namesOf(await leaf(client, { role: 'guest', query: 'ann' }))).toEqual([])
  })

  test('somebody who comes or goes between two pages moves nobody else', async () => {
    const first = await client.get('user:list', { limit: 4 })
    const before = await leaf(client)
    const late = await createPerson(server, { displayName: 'aaa' })
    await server.database.pool.query('UPDATE users SET deactivated_at = now() WHERE id = $1', [first.users[3]!.id])
    const second = await client.get('user:list', { limit: 4, cursor: first.next! })
    expect(second.users.map((user) => user.id)).toEqual(before.slice(4, 8))
    await server.database.pool.query('UPDATE users SET deactivated_at = NULL WHERE id = $1', [first.users[3]!.id])
    await server.database.pool.query('UPDATE users SET deactivated_at = now() WHERE id = $1', [late.id])
  })

  test('nobody of a closed account is in it, and no bot', async () => {
    const roomId = await createRoom(server, people[0]!)
    const { webhook } = await client.get('webhook:create', { roomId, name: 'Ann the bot' })
    await server.database.pool.query('UPDATE users SET deactivated_at = now() WHERE id = $1', [people[3]!.id])
    const ids = await leaf(client, { query: 'ann' })
    expect(ids).not.toContain(webhook.userId)
    expect(ids).not.toContain(people[3]!.id)
    expect(ids).toHaveLength(4)
    await server.database.pool.query('UPDATE users SET deactivated_at = NULL WHERE id = $1', [people[3]!.id])
  })

  test('a cursor that is none of ours harms nobody', async () => {
    for (const cursor of ['', 'x', ' ', "' OR 1=1 --", `${people[0]!.id} `])
      expect(await client.ask('user:list', { cursor })).toMatchObject({ ok: true })
  })
})

test('a guest finds in it whom they share a room with, and nobody else [V1]', async () => {
  expect(await leaf(asGuest)).toHaveLength(people.length + 1)
  await server.database.pool.query('UPDATE membership SET left_at = now() WHERE user_id = $1', [guest.id])
  expect(await leaf(asGuest)).toEqual([guest.id])
  await createRoom(server, people[2]!, { kind: 'PRIVATE', members: [guest] })
  expect(new Set(await leaf(asGuest))).toEqual(new Set([guest.id, people[2]!.id]))
  expect(await leaf(asGuest, { query: 'ann' })).toEqual([])
})
