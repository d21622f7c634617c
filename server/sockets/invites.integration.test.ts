import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '#protocol/errors.ts'
import type { InviteWanted } from '#protocol/invites.ts'
import type { User } from '#protocol/models.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import { createAccount } from '#server/core/accounts/create-account.ts'
import { GENERAL_ROOM_ID } from '#server/core/accounts/general.ts'
import { signInWithProvider } from '#server/core/accounts/provider.ts'
import { acceptInvite, readStanding } from '#server/core/invites/accept.ts'
import { removeMember } from '#server/core/rooms/membership.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { transaction } from '#server/database/transaction.ts'
import { createPerson, type Person, personOf } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'

const LIFTED = { REGISTRATION: 'closed', LIMIT_REGISTRATIONS_PER_HOUR: '1000' }
const PASSWORD = 'correct horse'

let server: TestServer
let owner: Person
let member: Person
let asOwner: RawClient
let asMember: RawClient
let deps: AccountDeps

beforeAll(async () => {
  server = await startServer(LIFTED)
  deps = { database: server.database, settings: server.env }
  owner = await createPerson(server)
  member = await createPerson(server)
  asOwner = await connectRaw(server.url, owner)
  asMember = await connectRaw(server.url, member)
})
afterAll(async () => {
  asOwner?.close()
  asMember?.close()
  await server?.close()
})

const sql = (text: string, values: unknown[] = []) => server.database.pool.query(text, values)
const openTo: InviteWanted = { role: 'member', maxUses: 5, endsInHours: 1 }
const make = async (wanted: Partial<InviteWanted> = {}) => {
  const { invite, path } = await asOwner.get('invite:create', { ...openTo, ...wanted })
  return { ...invite, token: path.slice('/join/'.length) }
}
let made = 0
const register = (invite?: string) =>
  createAccount(
    deps,
    { username: `invited-${++made}`, password: PASSWORD, ...(invite === undefined ? {} : { invite }) },
    { kind: 'web', address: '203.0.113.9', isLocal: false },
  )
const asUser = (person: Person, role: User['role'] = 'member'): User => ({
  id: person.id,
  username: person.username,
  displayName: person.displayName,
  role,
})
const accept = (person: Person, token: string) =>
  acceptInvite(server.database.pool, asUser(person), token, server.env.INVITES_MADE_BY)
const roomsOf = async (userId: string): Promise<string[]> =>
  (await sql('SELECT room_id FROM membership WHERE user_id = $1 AND left_at IS NULL ORDER BY room_id', [userId])).rows.map(
    (row) => row.room_id,
  )
const stateOf = async (id: string) => (await asOwner.get('invite:list', {})).invites.find((invite) => invite.id === id)
const whyNot = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(error instanceof Refusal)) throw error ?? new Error('it was not refused')
  return [error.code, error.message]
}

describe('coming by an invite [IN1]', () => {
  test('somebody registers though registration is closed, and is in its rooms and in #general, with their clocks', async () => {
    expect(await whyNot(register())).toEqual(['forbidden', expect.stringContaining('closed')])
    const roomId = await createRoom(server, owner, { kind: 'PRIVATE' })
    const { token, id } = await make({ roomIds: [roomId] })
    const heard = asOwner.hear('room:changes', (frame) => frame.roomId === roomId && frame.room?.memberCount === 2)
    const account = await register(token)
    expect(await roomsOf(account.id)).toEqual([GENERAL_ROOM_ID, roomId].sort())
    await heard
    const { rows } = await sql(
      'SELECT ms.me_rev = h.me_rev AS is_stamped FROM membership ms JOIN user_head h USING (user_id) WHERE user_id = $1 AND room_id = $2',
      [account.id, roomId],
    )
    expect(rows).toEqual([{ is_stamped: true }])
    expect(await stateOf(id)).toMatchObject({ uses: 1, state: 'open', roomCount: 1, rooms: [{ id: roomId }] })
  })

  test('of twenty at once exactly as many come as it has uses, the others are told that it is used up', async () => {
    const roomId = await createRoom(server, owner, { kind: 'PRIVATE' })
    const { token, id } = await make({ maxUses: 7, roomIds: [roomId] })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => register(token)))
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(7)
    const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Refusal).message] : []))
    expect(new Set(reasons)).toEqual(new Set(['This invite is used up. Ask for a new one.']))
    expect(await stateOf(id)).toMatchObject({ uses: 7, maxUses: 7, state: 'used' })
    const { rows } = await sql('SELECT member_count FROM room WHERE id = $1', [roomId])
    expect(rows).toEqual([{ member_count: 8 }])
  })

  test('one that was taken back, has ended, or never was lets nobody in, and says which', async () => {
    const [revoked, ended] = [await make(), await make()]
    await asOwner.get('invite:revoke', { id: revoked.id })
    await asOwner.get('invite:revoke', { id: revoked.id })
    await sql('UPDATE invite SET ends_at = now() WHERE id = $1', [ended.id])
    expect(await whyNot(register(revoked.token))).toEqual(['forbidden', expect.stringContaining('taken back')])
    expect(await whyNot(register(ended.token))).toEqual(['forbidden', expect.stringContaining('has ended')])
    expect(await whyNot(register('x'.repeat(43)))).toEqual(['not_found', expect.stringContaining('no such invite')])
    expect([await stateOf(revoked.id), await stateOf(ended.id)]).toMatchObject([{ state: 'revoked' }, { state: 'ended' }])
  })

  test('a registration that fails takes no use of it', async () => {
    const { token, id } = await make({ maxUses: 1 })
    const taken = createAccount(
      deps,
      { username: owner.username, password: PASSWORD, invite: token },
      { kind: 'web', address: null, isLocal: false },
    )
    await expect(taken).rejects.toMatchObject({ code: 'conflict' })
    expect(await stateOf(id)).toMatchObject({ uses: 0, state: 'open' })
  })

  test('a provider’s new person comes by it too, and stays away without', async () => {
    const identity = (providerAccountId: string) => ({
      ...{ provider: 'oidc', providerAccountId, suggestions: ['gus'], displayName: 'Gus' },
      ...{ email: null, avatarUrl: null },
    })
    const caller = { address: null, isLocal: false }
    expect(await whyNot(signInWithProvider(deps, identity('1'), caller))).toEqual(['forbidden', expect.anything()])
    const { token, id } = await make({ maxUses: 1 })
    const { userId } = await signInWithProvider(deps, identity('1'), { ...caller, invite: token })
    expect(await roomsOf(userId)).toEqual([GENERAL_ROOM_ID])
    // Known now: who comes again needs none and takes none.
    expect(await signInWithProvider(deps, identity('1'), { ...caller, invite: token })).toEqual({ userId })
    expect(await whyNot(signInWithProvider(deps, identity('2'), { ...caller, invite: token }))).toEqual([
      'forbidden',
      expect.stringContaining('used up'),
    ])
    expect(await stateOf(id)).toMatchObject({ uses: 1 })
  })

  test('its secret is nowhere in the database and in no list', async () => {
    const { token } = await make({ note: 'for the design team' })
    const { rows } = await sql('SELECT to_jsonb(i)::text AS row FROM invite i')
    expect(rows.map(({ row }) => row).join()).toContain('for the design team')
    expect(rows.map(({ row }) => row).join()).not.toContain(token)
    expect(JSON.stringify(await asOwner.get('invite:list', {}))).not.toContain(token)
  })
})

describe('its maker’s right [IN2]', () => {
  test('members make none unless the setting says so, and see and revoke their own alone then', async () => {
    expect(await asMember.ask('invite:create', openTo)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    const open = await startServer({ ...LIFTED, INVITES_MADE_BY: 'members' }, server.database)
    const client = await connectRaw(open.url, member)
    const own = await client.get('invite:create', openTo)
    const others = await make()
    expect((await client.get('invite:list', {})).invites.map(({ id }) => id)).toEqual([own.invite.id])
    expect(await client.ask('invite:revoke', { id: others.id })).toMatchObject({ ok: false, error: { code: 'not_found' } })
    // Where the setting is another one, it counts no more.
    expect(await whyNot(register(own.path.slice(6)))).toEqual(['forbidden', expect.stringContaining('taken back')])
    await asOwner.get('invite:revoke', { id: own.invite.id })
    client.close()
    await open.close()
  })

  test('nobody invites to rooms that are not theirs, to conversations or archived rooms; guests need one', async () => {
    const hidden = await createRoom(server, member, { kind: 'PRIVATE' })
    const direct = await createRoom(server, owner, { kind: 'DIRECT', members: [member] })
    const old = await createRoom(server, owner)
    await sql('UPDATE room SET archived_at = now() WHERE id = $1', [old])
    const answers = await Promise.all(
      [{ roomIds: [hidden] }, { roomIds: [direct] }, { roomIds: [old] }, { role: 'guest' as const }].map((wanted) =>
        asOwner.ask('invite:create', { ...openTo, ...wanted }),
      ),
    )
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
      'not_found',
      'invalid',
      'invalid',
      'invalid',
    ])
  })

  test('who was banned, or left the room, invites there no more', async () => {
    const admin = await createPerson(server, { role: 'admin' })
    const asAdmin = await connectRaw(server.url, admin)
    const roomId = await createRoom(server, owner, { kind: 'PRIVATE', members: [admin] })
    const { path } = await asAdmin.get('invite:create', { ...openTo, role: 'guest', roomIds: [roomId] })
    await register(path.slice(6))
    await transaction(server.database.pool, (query) => removeMember(query, roomId, admin.id, 'kicked'))
    expect(await whyNot(register(path.slice(6)))).toEqual(['forbidden', expect.stringContaining('not there any more')])
    const { path: other } = await asAdmin.get('invite:create', openTo)
    await sanction(server.database.pool, { userId: admin.id, roomId: null, kind: 'ban' })
    expect(await whyNot(register(other.slice(6)))).toEqual(['forbidden', expect.stringContaining('taken back')])
    asAdmin.close()
  })
})

test('a guest who was invited is in those rooms alone, and finds, joins and makes none [IN3]', async () => {
  const [given, secret] = [await createRoom(server, owner), await createRoom(server, owner)]
  const { token } = await make({ role: 'guest', roomIds: [given] })
  const account = await register(token)
  const guest = await personOf(server, account.id)
  const client = await connectRaw(server.url, guest)
  expect(await roomsOf(guest.id)).toEqual([given])
  expect((await client.get('room:list', {})).rooms).toEqual([])
  const refused = { ok: false, error: { code: 'not_found' } }
  for (const roomId of [secret, GENERAL_ROOM_ID]) {
    expect(await client.ask('room:join', { roomId })).toMatchObject(refused)
    expect(await client.ask('room:history', { roomId, limit: 1 })).toMatchObject(refused)
  }
  expect(await client.ask('room:create', { kind: 'PUBLIC', name: 'mine' })).toMatchObject({ ok: false })
  expect(await client.ask('user:get', { ids: [member.id] })).toMatchObject({ ok: true, data: { users: [] } })
  expect(await client.ask('invite:create', openTo)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  client.close()
})

describe('with an account already [IN4]', () => {
  test('one joins its rooms and stays what one is; twice takes one use, also at once', async () => {
    const roomId = await createRoom(server, owner, { kind: 'PRIVATE' })
    const { token, id } = await make({ role: 'guest', roomIds: [roomId], maxUses: 2 })
    const added = asMember.hear('room:added', ({ room }) => room.id === roomId)
    const both = await Promise.allSettled([accept(member, token), accept(member, token)])
    expect(both).toContainEqual({ status: 'fulfilled', value: roomId })
    await added
    expect(await accept(member, token)).toBe(roomId)
    expect(await stateOf(id)).toMatchObject({ uses: 1 })
    const { rows } = await sql('SELECT role FROM users WHERE id = $1', [member.id])
    expect(rows).toEqual([{ role: 'member' }])
  })

  test('who is in already takes no use, and is led there also once it is used up', async () => {
    const roomId = await createRoom(server, owner, { kind: 'PRIVATE', members: [member] })
    const { token, id } = await make({ roomIds: [roomId], maxUses: 1 })
    expect(await accept(member, token)).toBe(roomId)
    expect(await stateOf(id)).toMatchObject({ uses: 0 })
    await register(token)
    const standing = await readStanding(server.database.pool, asUser(member), token, 'admins')
    expect(standing).toMatchObject({ isIn: true, leadsTo: roomId })
    const stranger = await createPerson(server)
    expect(await whyNot(accept(stranger, token))).toEqual(['forbidden', expect.stringContaining('used up')])
  })

  test('who was removed from the room does not come back by the same invite, and who is banned there by none', async () => {
    const roomId = await createRoom(server, owner, { kind: 'PRIVATE' })
    const person = await createPerson(server)
    const first = await make({ roomIds: [roomId] })
    await accept(person, first.token)
    await transaction(server.database.pool, (query) => removeMember(query, roomId, person.id, 'kicked'))
    expect(await whyNot(accept(person, first.token))).toEqual(['forbidden', expect.stringContaining('have used')])
    await sanction(server.database.pool, { userId: person.id, roomId, kind: 'ban' })
    expect(await whyNot(accept(person, (await make({ roomIds: [roomId] })).token))).toEqual(['banned', expect.anything()])
    expect(await roomsOf(person.id)).not.toContain(roomId)
  })
})
