import { uuidv7 } from 'uuidv7'
import { createPerson } from '#server/testing/people.ts'
import { createRoles, INSIDE, type People, ROLES, type Role, shutOut } from '#server/testing/roles.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { type Answer, ask, sessionCookie } from '../fixtures/http.ts'
import type { Installation } from '../fixtures/installation.ts'
import { PASSWORD } from '../fixtures/people.ts'
import { expect, test } from '../fixtures/test.ts'
import { DOORS, type Door, FILES, methodsOf } from './doors.ts'

let people: People
const cookies = new Map<Role, string>()
const rooms: Record<string, string> = {}
let asked = 0

test.beforeAll(async ({ installation }) => {
  people = await createRoles(installation, { password: PASSWORD })
  for (const role of ROLES) {
    if (role !== 'anonymous') cookies.set(role, await sessionCookie(installation.url(), people[role].username, PASSWORD))
  }
  await shutOut(people, installation)
  await installation.database.pool.query('UPDATE session SET ended_at = now() WHERE user_id = $1', [people.revoked.id])
  const [hermit, friend] = [await createPerson(installation), await createPerson(installation)]
  const insiders = INSIDE.map((role) => people[role])
  rooms.own = await createRoom(installation, people['room owner'], { members: insiders })
  rooms.private = await createRoom(installation, people['room owner'], { kind: 'PRIVATE', members: insiders })
  rooms.foreign = await createRoom(installation, hermit, { kind: 'PRIVATE', name: 'the hidden room', members: [friend] })
  rooms.direct = await createRoom(installation, hermit, { kind: 'DIRECT', members: [friend] })
  rooms.nowhere = uuidv7()
})

const knock = (installation: Installation, role: Role, door: Door, roomId = rooms.own!): Promise<Answer> => {
  asked += 1
  const at = typeof door.path === 'string' ? door.path : door.path(roomId)
  const cookie = cookies.get(role)
  const headers = { ...door.headers, ...(cookie === undefined ? {} : { cookie }) }
  return ask(installation.url(), at, { method: door.method, headers, ...(door.body ? { body: door.body() } : {}) })
}
const statusFor = ({ statuses }: Door, role: Role) =>
  role === 'owner' && statuses.owner !== undefined
    ? statuses.owner
    : role === 'banned'
      ? statuses.banned
      : role === 'anonymous' || role === 'revoked'
        ? statuses.nobody
        : statuses.signedIn
const inEach = async <T>(work: (role: Role) => T | Promise<T>) => {
  const table: Record<string, T> = {}
  for (const role of ROLES) table[role] = await work(role)
  return table
}
/** What makes a socket token: whoever has one can connect. */
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]+/

test('every page and route, with every method it answers, has a line in the matrix', () => {
  const missing = FILES.flatMap((file) => {
    const methods = file.endsWith('page.tsx') ? ['GET'] : methodsOf(file).answered
    return methods
      .filter((method) => !DOORS.some((door) => door.of === file && door.method === method))
      .map((one) => `${one} ${file}`)
  })
  expect(missing, 'add a line to e2e/security/doors.ts').toEqual([])
  expect(FILES.length).toBeGreaterThan(8)
})

for (const door of DOORS) {
  const name = typeof door.path === 'string' ? door.path : door.path(':roomId')
  test(`${door.method} ${name} is answered to each role as the matrix says [V1]`, async ({ installation }) => {
    const kinds = typeof door.path === 'string' ? ['own'] : Object.keys(rooms)
    for (const kind of kinds) {
      const answers = await inEach((role) => knock(installation, role, door, rooms[kind]))
      expect(await inEach((role) => answers[role]!.status), kind).toEqual(await inEach((role) => statusFor(door, role)))
      for (const role of ROLES) {
        const { text } = answers[role]!
        const isSignedIn = !['anonymous', 'banned', 'revoked'].includes(role)
        if (!isSignedIn) expect(text, `${role} is given no token`).not.toMatch(TOKEN)
        for (const other of ROLES) {
          if (other === 'anonymous' || (other === role && isSignedIn)) continue
          expect(text, `${role} sees nothing of the ${other}`).not.toContain(people[other].id)
        }
        expect(text).not.toContain('the hidden room')
      }
    }
  })
}

test('it could fail: who is signed in is told their own name and given their own token', async ({ installation }) => {
  const [token, session, home] = await Promise.all(
    ['/api/socket-token', '/api/auth/session', '/'].map((at) =>
      knock(installation, 'guest', DOORS.find((door) => door.path === at)!),
    ),
  )
  asked -= 3
  expect(token?.text).toMatch(TOKEN)
  expect(home?.text).toMatch(TOKEN)
  expect(session?.text).toContain(people.guest.id)
})

test('a room’s page is the same byte for byte whether the room is there or not [V1]', async ({ installation }) => {
  const door = DOORS.find(({ path }) => typeof path !== 'string')!
  /** Without what is fresh in each answer; the rows of its data come as they are ready, and are compared in another order. */
  const plain = ({ text }: Answer, roomId: string) =>
    text
      .replaceAll(roomId, 'ROOM')
      .replace(new RegExp(TOKEN, 'g'), 'TOKEN')
      .replaceAll(/nonce(=|\\?":)\\?"[^"\\]+\\?"/g, 'NONCE')
      .replaceAll(/expiresAt\\?":\\?"[^"\\]+/g, 'EXPIRES')
      .replaceAll(/"\]\)<\/script><script NONCE>self\.__next_f\.push\(\[1,"/g, '')
      .split('\\n')
      .sort()
      .join('\n')
  for (const role of ROLES) {
    const nowhere = plain(await knock(installation, role, door, rooms.nowhere), rooms.nowhere!)
    for (const kind of ['foreign', 'direct', 'private', 'own']) {
      const roomId = rooms[kind]!
      expect(plain(await knock(installation, role, door, roomId), roomId), `${role}, ${kind}`).toBe(nowhere)
      asked -= 1
    }
    asked -= 1
  }
})

test('a route answers no method that it does not name, whoever asks', async ({ installation }) => {
  for (const file of FILES.filter((one) => one.endsWith('route.ts'))) {
    const [door] = DOORS.filter(({ of }) => of === file)
    for (const method of methodsOf(file).refused) {
      const answers = await inEach(async (role) => (await knock(installation, role, { ...door!, method })).status)
      asked -= ROLES.length
      expect(answers, `${method} ${file}`).toEqual(await inEach(() => 405))
    }
  }
})

test('whoever registers is a member, whatever else they say they are', async ({ installation }) => {
  const { rows } = await installation.database.pool.query<{ role: string }>(
    "SELECT DISTINCT role FROM users WHERE username LIKE 'newcomer-%-of-doors'",
  )
  expect(rows).toEqual([{ role: 'member' }])
})

test('no cell is left out', () => {
  const cells = DOORS.map(({ path }) => (typeof path === 'string' ? 1 : Object.keys(rooms).length) * ROLES.length)
  expect(asked).toBe(cells.reduce((sum, one) => sum + one, 0))
})
