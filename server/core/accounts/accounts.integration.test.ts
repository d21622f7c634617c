import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#protocol/errors.ts'
import { requireLiveSession } from '#server/core/sessions/live-session.ts'
import {
  createSession,
  endSession,
  endSessions,
  findSession,
  listSessions,
  touchSession,
} from '#server/core/sessions/sessions.ts'
import { type Database, openDatabase } from '#server/database/database.ts'
import { queryOn } from '#server/database/transaction.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import type { AccountDeps, Caller } from './account.ts'
import { createAccount } from './create-account.ts'
import { ensureGeneral, GENERAL_ROOM_ID } from './general.ts'
import { endSessionsOf, promote, resetPassword } from './operator.ts'
import { signInWithProvider } from './provider.ts'
import { readPolicy } from './registration-policy.ts'
import { setupCode } from './set-up-code.ts'
import { verifyCredentials } from './verify-credentials.ts'

const PASSWORD = 'correct horse'
const local: Caller = { kind: 'web', address: '127.0.0.1', isLocal: true }
const away = (address: string): Caller => ({ kind: 'web', address, isLocal: false })
const operator: Caller = { kind: 'operator' }

let made = 0
const freshName = () => `person.${++made}`

/** What a promise is refused with. */
async function refused(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof Refusal) return error
  throw error ?? new Error('it was not refused')
}

/** Accounts on an empty database of their own. */
function useAccounts(settings: Partial<AccountDeps['settings']> = {}) {
  let testDatabase: TestDatabase | undefined
  let database: Database | undefined
  beforeAll(async () => {
    testDatabase = await createTestDatabase()
    database = openDatabase(testDatabase.url, 12, () => undefined)
  })
  afterAll(async () => {
    await database?.close()
    await testDatabase?.drop()
  })
  return () => {
    const pool = database!.pool
    const deps: AccountDeps = {
      database: { pool },
      settings: {
        NEXTAUTH_SECRET: TEST_SECRET,
        REGISTRATION: 'open',
        INVITES_MADE_BY: 'admins',
        LIMIT_SIGN_IN_FAILURES: 5,
        LIMIT_REGISTRATIONS_PER_HOUR: 20,
        ...settings,
      },
    }
    return { deps, query: queryOn(pool), url: testDatabase!.url }
  }
}

describe('the first account', () => {
  const accounts = useAccounts()

  it('A8 twenty people register at once on a fresh installation: one of them is owner', async () => {
    const { deps, query } = accounts()
    const names = Array.from({ length: 20 }, freshName)
    await Promise.all(names.map((username) => createAccount(deps, { username, password: PASSWORD }, local)))

    const roles = await query<{ role: string; n: number }>(
      'SELECT role, count(*)::int AS n FROM users GROUP BY role ORDER BY role',
    )
    expect(roles).toEqual([
      { role: 'owner', n: 1 },
      { role: 'member', n: 19 },
    ])
  })

  it('A9 all of them are in #general, and its clock and theirs say so', async () => {
    const { query } = accounts()
    const [room] = await query(
      `SELECT r.name, r.kind, r.member_count, r.rev AS room_rev, h.rev, h.last_seq FROM room r JOIN room_head h ON h.room_id = r.id WHERE r.id = $1`,
      [GENERAL_ROOM_ID],
    )
    expect(room).toEqual({ name: 'general', kind: 'PUBLIC', member_count: 20, room_rev: 20, rev: 20, last_seq: 0 })
    const members = await query(
      `SELECT m.role, count(*)::int AS n FROM membership m JOIN user_head c ON c.user_id = m.user_id AND c.me_rev = m.me_rev
       WHERE m.room_id = $1 AND m.me_rev = 1 AND m.left_at IS NULL GROUP BY m.role ORDER BY m.role`,
      [GENERAL_ROOM_ID],
    )
    expect(members).toEqual([
      { role: 'owner', n: 1 },
      { role: 'member', n: 19 },
    ])
  })

  it('A9 whoever joins later has read what was said before', async () => {
    const { deps, query } = accounts()
    await query('UPDATE room_head SET last_seq = 41 WHERE room_id = $1', [GENERAL_ROOM_ID])
    const { id } = await createAccount(deps, { username: freshName(), password: PASSWORD }, operator)
    const [member] = await query('SELECT read_seq, shown_read_seq, delivered_seq FROM membership WHERE user_id = $1', [id])
    expect(member).toEqual({ read_seq: 41, shown_read_seq: 41, delivered_seq: 41 })
  })

  it('A9 an archived #general is joined by nobody, and does not stop anybody', async () => {
    const { deps, query } = accounts()
    await query('UPDATE room SET archived_at = now() WHERE id = $1', [GENERAL_ROOM_ID])
    expect(await ensureGeneral(query)).toBeNull()
    const { id } = await createAccount(deps, { username: freshName(), password: PASSWORD }, operator)
    expect(await query('SELECT 1 FROM membership WHERE user_id = $1', [id])).toEqual([])
  })
})

describe('the first account from away', () => {
  const accounts = useAccounts({ REGISTRATION: 'closed' })

  it('A8 needs the set-up code, also where registration is closed', async () => {
    const { deps } = accounts()
    const input = { username: 'grace', password: PASSWORD }
    expect(await readPolicy(deps, false)).toEqual({ open: true, firstAccount: true, needsSetupCode: true })
    expect(await readPolicy(deps, true)).toEqual({ open: true, firstAccount: true, needsSetupCode: false })

    for (const invite of [undefined, '', 'a guess', setupCode('another secret of 32 characters!')]) {
      const refusal = await refused(
        createAccount(deps, { ...input, ...(invite === undefined ? {} : { invite }) }, away('203.0.113.7')),
      )
      expect(refusal.code).toBe('forbidden')
      expect(refusal.more.fields).toHaveProperty('invite')
    }
    const identity = {
      provider: 'oidc',
      providerAccountId: '1',
      suggestions: ['grace'],
      displayName: null,
      email: null,
      avatarUrl: null,
    }
    expect((await refused(signInWithProvider(deps, identity, { address: '203.0.113.7', isLocal: false }))).code).toBe('forbidden')

    const code = setupCode(TEST_SECRET)
    const raced = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) =>
        createAccount(deps, { ...input, username: `grace${index + 2}`, invite: code }, away('203.0.113.7')),
      ),
    )
    expect(raced.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect((await refused(createAccount(deps, { ...input, invite: code }, local))).code).toBe('forbidden')
    expect(await readPolicy(deps, true)).toEqual({ open: false, firstAccount: false, needsSetupCode: false })
    // The operator is stopped by no policy.
    await createAccount(deps, input, operator, 'admin')
  })
})

describe('registration', () => {
  const accounts = useAccounts({ LIMIT_REGISTRATIONS_PER_HOUR: 3 })
  beforeAll(() => createAccount(accounts().deps, { username: 'paul', password: PASSWORD, email: 'paul@example.org' }, operator))

  it('A2 a name that looks like one that is taken is taken', async () => {
    const { deps } = accounts()
    for (const username of ['paul', 'PAUL', 'pau1', 'ｐａｕｌ', 'páùl']) {
      const refusal = await refused(createAccount(deps, { username, password: PASSWORD }, away('203.0.113.1')))
      expect([username, refusal.code]).toEqual([username, 'conflict'])
    }
  })

  it('A2 of twenty who want one name at once, one gets it', async () => {
    const { deps } = accounts()
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        createAccount(deps, { username: index % 2 ? 'b0b' : 'bob', password: PASSWORD }, operator),
      ),
    )
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' })
  })

  it('A5 an e-mail address that is in use gives the same answer, and stays whose it was', async () => {
    const { deps, query } = accounts()
    const answers = await Promise.all(
      ['free@example.org', 'PAUL@example.org'].map((email) =>
        createAccount(deps, { username: freshName(), password: PASSWORD, email }, operator),
      ),
    )
    expect(answers.map((answer) => Object.keys(answer))).toEqual([
      ['id', 'username'],
      ['id', 'username'],
    ])
    const emails = await query<{ email: string | null }>('SELECT email FROM users WHERE id = ANY ($1::uuid[]) ORDER BY email', [
      answers.map((answer) => answer.id),
    ])
    expect(emails.map((row) => row.email)).toEqual(['free@example.org', null])
  })

  it('A5 of twenty who give one address at once, all get an account and one the address', async () => {
    const { deps, query } = accounts()
    const email = 'shared@example.org'
    await Promise.all(
      Array.from({ length: 20 }, () => createAccount(deps, { username: freshName(), password: PASSWORD, email }, operator)),
    )
    expect(await query('SELECT count(*)::int AS n FROM users WHERE email = $1', [email])).toEqual([{ n: 1 }])
  })

  it('A6 an address registers so many an hour, and the wait is told', async () => {
    const { deps, query } = accounts()
    const from = (address: string) => createAccount(deps, { username: freshName(), password: PASSWORD }, away(address))
    for (let n = 0; n < 3; n++) await from('2001:db8:1:1::1')
    const refusal = await refused(from('2001:db8:1:1:ffff::2'))
    expect(refusal.code).toBe('rate_limited')
    expect(refusal.more.retryAfterMs).toBeGreaterThan(3_590_000)
    expect(refusal.message).toMatch(/Wait 3[56]\d\d seconds/)
    await from('2001:db8:1:2::1')

    await query("UPDATE account_limit SET expire = expire - 3600000 WHERE key LIKE 'register %'")
    await from('2001:db8:1:1::1')
  })

  it('A1 what is wrong is told by field', async () => {
    const { deps } = accounts()
    const refusal = await refused(
      createAccount(deps, { username: 'a b', password: 'short', email: 'a@b', displayName: '\u202e' }, away('203.0.113.2')),
    )
    expect(refusal.code).toBe('invalid')
    expect(Object.keys(refusal.more.fields ?? {}).sort()).toEqual(['displayName', 'email', 'password', 'username'])
  })
})

describe('signing in', () => {
  const accounts = useAccounts()
  let adaId = ''
  beforeAll(async () => {
    adaId = (await createAccount(accounts().deps, { username: 'Ada', password: PASSWORD }, operator)).id
  })
  const signIn = (username: string, password: string, address: string) =>
    verifyCredentials(accounts().deps, { username, password }, { address })

  it('A7 takes the name in any spelling that reads the same, and only the password', async () => {
    expect(await signIn('ada', PASSWORD, '203.0.113.1')).toEqual({ userId: adaId })
    expect(await signIn(' ＡＤＡ ', PASSWORD, '203.0.113.1')).toEqual({ userId: adaId })
    expect((await refused(signIn('ada', `${PASSWORD} `, '203.0.113.1'))).code).toBe('unauthorized')
  })

  it('A7 a wrong name, a wrong password, no password and a closed account are refused in the same words', async () => {
    const { deps, query } = accounts()
    const identity = {
      provider: 'oidc',
      providerAccountId: '7',
      suggestions: ['nopass'],
      displayName: null,
      email: null,
      avatarUrl: null,
    }
    await signInWithProvider(deps, identity, { address: null, isLocal: false })
    const closed = await createAccount(deps, { username: 'closed.account', password: PASSWORD }, operator)
    await query('UPDATE users SET deactivated_at = now() WHERE id = $1', [closed.id])

    const told = await Promise.all([
      refused(signIn('nobody', PASSWORD, '203.0.113.2')),
      refused(signIn('ada', 'wrong', '203.0.113.2')),
      refused(signIn('nopass', PASSWORD, '203.0.113.2')),
      refused(signIn('closed.account', PASSWORD, '203.0.113.2')),
      refused(signIn('x'.repeat(5_000), 'y'.repeat(5_000), '203.0.113.2')),
      refused(signIn('\ud800', '\u0000', '203.0.113.2')),
    ])
    expect(new Set(told.map((refusal) => JSON.stringify(refusal.toError()))).size).toBe(1)
    expect(told[0]?.code).toBe('unauthorized')
  })

  it('A7 an unknown name takes as long as a wrong password', async () => {
    const median = async (username: string) => {
      const times: number[] = []
      for (let n = 0; n < 9; n++) {
        const start = performance.now()
        await refused(signIn(username, 'wrong', `198.51.100.${n}`))
        times.push(performance.now() - start)
      }
      return times.sort((a, b) => a - b)[4]!
    }
    const [known, unknown] = [await median('ada'), await median('somebody-else')]
    // Without the hash it would be a tenth.
    expect(unknown).toBeGreaterThan(known * 0.5)
    expect(known).toBeGreaterThan(unknown * 0.5)
  })

  it('A6 five failures of an account at an address, counted also when they come at once; then the right password waits too', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => signIn('ada', 'wrong', '203.0.113.3')))
    const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as Refusal).code : 'ok'))
    expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(5)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(15)

    const refusal = await refused(signIn('ADA', PASSWORD, '::ffff:203.0.113.3'))
    expect(refusal.code).toBe('rate_limited')
    expect(refusal.more.retryAfterMs).toBeGreaterThan(890_000)
    expect(refusal.more.retryAfterMs).toBeLessThanOrEqual(900_000)
    expect(await signIn('ada', PASSWORD, '203.0.113.4')).toEqual({ userId: adaId })
  })

  it('A6 a success forgets the failures before it', async () => {
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 4; n++) expect((await refused(signIn('ada', 'wrong', '203.0.113.5'))).code).toBe('unauthorized')
      expect(await signIn('ada', PASSWORD, '203.0.113.5')).toEqual({ userId: adaId })
    }
  })

  it('A6 an address may fail fifty times an hour, whoever it tries to be', async () => {
    const codes: string[] = []
    for (let n = 0; n < 51; n++) codes.push((await refused(signIn(`guess${n}`, 'wrong', '203.0.113.6'))).code)
    expect(codes.slice(0, 50).every((code) => code === 'unauthorized')).toBe(true)
    expect(codes[50]).toBe('rate_limited')
  })

  it('A6 an unknown name is limited like a known one', async () => {
    for (let n = 0; n < 5; n++) await refused(signIn('phantom', 'wrong', '203.0.113.8'))
    expect((await refused(signIn('phantom', 'wrong', '203.0.113.8'))).code).toBe('rate_limited')
  })

  it('A6 what has ended is cleared away by later tries', async () => {
    const { query } = accounts()
    await query("INSERT INTO account_limit (key, points, expire) SELECT 'old ' || n, 1, 1 FROM generate_series(1, 15) n")
    await signIn('ada', PASSWORD, '203.0.113.9')
    expect(await query("SELECT 1 FROM account_limit WHERE key LIKE 'old %'")).toEqual([])
  })

  it('A12 somebody who is banned hears it after the right password only', async () => {
    const { deps, query } = accounts()
    const { id } = await createAccount(deps, { username: 'mallory', password: PASSWORD }, operator)
    await query(
      "INSERT INTO sanction (id, user_id, kind, expires_at) VALUES (gen_random_uuid(), $1, 'ban', now() + interval '1 day')",
      [id],
    )
    expect((await refused(signIn('mallory', 'wrong', '203.0.113.10'))).code).toBe('unauthorized')
    const refusal = await refused(signIn('mallory', PASSWORD, '203.0.113.10'))
    expect(refusal.code).toBe('banned')
    expect(Date.parse(refusal.more.fields?.until ?? '')).toBeGreaterThan(Date.now())
    await query('UPDATE sanction SET lifted_at = now() WHERE user_id = $1', [id])
    expect(await signIn('mallory', PASSWORD, '203.0.113.10')).toEqual({ userId: id })
  })
})

describe('sessions', () => {
  const accounts = useAccounts()
  const device = { userAgent: 'tests', address: '203.0.113.1', days: 30 }
  const person = async () => (await createAccount(accounts().deps, { username: freshName(), password: PASSWORD }, operator)).id
  const nameOf = async (id: string) =>
    (await accounts().query<{ username: string }>('SELECT username FROM users WHERE id = $1', [id]))[0]!.username

  /** Listens as a socket host does. */
  async function listening<T>(work: (heard: unknown[]) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: accounts().url })
    await client.connect()
    const heard: unknown[] = []
    client.on('notification', (notice) => heard.push(JSON.parse(notice.payload ?? '')))
    await client.query('LISTEN parley')
    return work(heard).finally(() => client.end())
  }

  it('A10 each sign-in is a session with its device, found by id and version', async () => {
    const { query } = accounts()
    const userId = await person()
    const [phone, desk] = [await createSession(query, { ...device, userId }), await createSession(query, { ...device, userId })]
    expect(phone.id).not.toBe(desk.id)
    expect(await listSessions(query, userId)).toHaveLength(2)
    expect(await findSession(query, userId, phone.id, phone.version)).toMatchObject({
      user: { id: userId, role: 'owner' },
      sessionId: phone.id,
    })
    expect(await findSession(query, userId, phone.id, phone.version + 1)).toBeNull()
    expect(await findSession(query, await person(), phone.id, phone.version)).toBeNull()
  })

  it('A11 an ended session is refused at once, and every socket host hears of it', async () => {
    const { query } = accounts()
    const userId = await person()
    const session = await createSession(query, { ...device, userId })
    const claims = { userId, sessionId: session.id, sessionVersion: session.version }
    expect(await requireLiveSession(query, claims)).toMatchObject({ sessionId: session.id })

    await listening(async (heard) => {
      await endSession(query, session.id)
      await endSession(query, session.id)
      await expect.poll(() => heard).toEqual([{ session: session.id, person: userId, reason: 'revoked' }])
    })
    expect((await refused(requireLiveSession(query, claims))).code).toBe('unauthorized')
    await touchSession(query, session.id, 30)
    expect(await listSessions(query, userId)).toEqual([])
  })

  it('A11 all others can be ended, and one kept', async () => {
    const { query } = accounts()
    const userId = await person()
    const kept = await createSession(query, { ...device, userId })
    await Promise.all([1, 2, 3].map(() => createSession(query, { ...device, userId })))
    await listening(async (heard) => {
      expect(await endSessions(query, userId, 'revoked', kept.id)).toBe(3)
      await expect.poll(() => heard.length).toBe(3)
    })
    expect((await listSessions(query, userId)).map((session) => session.id)).toEqual([kept.id])
  })

  it('A10 a session lasts so many days after its last use', async () => {
    const { query } = accounts()
    const userId = await person()
    const session = await createSession(query, { ...device, userId, days: 7 })
    await query(
      "UPDATE session SET last_used_at = now() - interval '6 days', expires_at = now() + interval '1 day' WHERE id = $1",
      [session.id],
    )
    await touchSession(query, session.id, 7)
    const [touched] = await listSessions(query, userId)
    expect(touched!.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000)

    await query('UPDATE session SET expires_at = now() WHERE id = $1', [session.id])
    await touchSession(query, session.id, 7)
    expect(await findSession(query, userId, session.id, session.version)).toBeNull()
  })

  it('A12 a ban refuses every session with its end, and so does closing the account', async () => {
    const { query } = accounts()
    const userId = await person()
    const session = await createSession(query, { ...device, userId })
    const claims = { userId, sessionId: session.id, sessionVersion: session.version }
    await endSession(query, session.id)
    await query("INSERT INTO sanction (id, user_id, kind) VALUES (gen_random_uuid(), $1, 'ban')", [userId])
    const refusal = await refused(requireLiveSession(query, claims))
    expect([refusal.code, refusal.more]).toEqual(['banned', {}])

    const other = await person()
    const otherSession = await createSession(query, { ...device, userId: other })
    await query('UPDATE users SET deactivated_at = now() WHERE id = $1', [other])
    expect(await findSession(query, other, otherSession.id, otherSession.version)).toBeNull()
  })

  it('A12 a ban that is over, lifted, not begun or of one room only refuses nobody here', async () => {
    const { query } = accounts()
    const userId = await person()
    const session = await createSession(query, { ...device, userId })
    await query(
      `INSERT INTO sanction (id, user_id, kind, room_id, starts_at, expires_at, lifted_at) VALUES
         (gen_random_uuid(), $1, 'ban', NULL, now() - interval '2 days', now() - interval '1 day', NULL),
         (gen_random_uuid(), $1, 'ban', NULL, now() - interval '2 days', NULL, now()),
         (gen_random_uuid(), $1, 'ban', NULL, now() + interval '1 day', NULL, NULL),
         (gen_random_uuid(), $1, 'ban', gen_random_uuid(), now(), NULL, NULL),
         (gen_random_uuid(), $1, 'mute', NULL, now(), NULL, NULL)`,
      [userId],
    )
    expect(await findSession(query, userId, session.id, session.version)).not.toBeNull()
  })

  it('A11 a new password ends all sessions, forgets failed sign-ins and is the only one that works', async () => {
    const { deps, query } = accounts()
    const userId = await person()
    const username = await nameOf(userId)
    await createSession(query, { ...device, userId })
    const signIn = (password: string) => verifyCredentials(deps, { username, password }, { address: '203.0.113.20' })
    for (let n = 0; n < 5; n++) await refused(signIn('wrong'))
    expect((await refused(signIn(PASSWORD))).code).toBe('rate_limited')

    expect(await resetPassword(deps, username.toUpperCase(), 'a new password')).toEqual({ sessionsEnded: 1 })
    expect((await refused(signIn(PASSWORD))).code).toBe('unauthorized')
    expect(await signIn('a new password')).toEqual({ userId })
    expect(await listSessions(query, userId)).toEqual([])
    expect((await refused(resetPassword(deps, username, 'short'))).code).toBe('invalid')
    expect((await refused(resetPassword(deps, 'nobody', 'a new password'))).code).toBe('not_found')
  })

  it('A11 another role ends the sessions under the old one', async () => {
    const { deps, query } = accounts()
    const userId = await person()
    const username = await nameOf(userId)
    await createSession(query, { ...device, userId })
    await listening(async (heard) => {
      expect(await promote(deps, username, 'moderator')).toEqual({ sessionsEnded: 1 })
      await expect.poll(() => heard).toHaveLength(2)
      expect(heard).toContainEqual({ person: userId })
    })
    expect(await promote(deps, username, 'moderator')).toEqual({ sessionsEnded: 0 })
    await createSession(query, { ...device, userId })
    expect(await endSessionsOf(deps, username)).toEqual({ sessionsEnded: 1 })
  })

  it('A15 of three owners who all step down at once, one stays', async () => {
    const { deps, query } = accounts()
    const names = await Promise.all((await Promise.all([person(), person()])).map(nameOf))
    for (const name of names) await promote(deps, name, 'owner')
    const owners = await query<{ username: string }>("SELECT username FROM users WHERE role = 'owner'")
    expect(owners).toHaveLength(3)

    const tries = await Promise.allSettled(owners.map((owner) => promote(deps, owner.username, 'member')))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(2)
    expect(await query("SELECT count(*)::int AS n FROM users WHERE role = 'owner'")).toEqual([{ n: 1 }])
  })
})

describe('providers', () => {
  const accounts = useAccounts()
  const anyone = { address: null, isLocal: false }
  const identity = {
    provider: 'github',
    providerAccountId: '1',
    suggestions: ['Grace Hopper'],
    displayName: 'Grace Hopper',
    email: null,
    avatarUrl: null,
  }
  beforeAll(() => createAccount(accounts().deps, { username: 'grace', password: PASSWORD, email: 'grace@example.org' }, operator))

  it('A13 a provider’s account signs in one person, also when twenty tabs come at once', async () => {
    const { deps, query } = accounts()
    const signedIn = await Promise.all(
      Array.from({ length: 20 }, (_, n) => signInWithProvider(deps, identity, { address: `203.0.113.${n}`, isLocal: false })),
    )
    expect(new Set(signedIn.map((one) => one.userId)).size).toBe(1)
    const [person] = await query('SELECT username, display_name, role, password_hash FROM users WHERE id = $1', [
      signedIn[0]?.userId,
    ])
    expect(person).toEqual({ username: 'grace.hopper', display_name: 'Grace Hopper', role: 'member', password_hash: null })
    expect(await query('SELECT count(*)::int AS n FROM membership')).toEqual([{ n: 2 }])
  })

  it('A13 an e-mail address links nothing, verified or not', async () => {
    const { deps, query } = accounts()
    const stranger = { ...identity, providerAccountId: '2', suggestions: ['grace'], email: 'grace@example.org' }
    const { userId } = await signInWithProvider(deps, stranger, anyone)
    const [person] = await query('SELECT username, email FROM users WHERE id = $1', [userId])
    expect(person).toEqual({ username: 'grace2', email: null })
  })

  it('A13 a free name is found from whatever the provider says', async () => {
    const { deps, query } = accounts()
    const names: string[] = []
    const said = [['admin'], ['🙂', 'Ольга'], ['!!'], ['a'.repeat(200)], ['x..y__z-'], []]
    for (const [n, suggestions] of said.entries()) {
      const { userId } = await signInWithProvider(deps, { ...identity, providerAccountId: `name ${n}`, suggestions }, anyone)
      names.push((await query<{ username: string }>('SELECT username FROM users WHERE id = $1', [userId]))[0]!.username)
    }
    expect(names).toEqual([
      'newcomer',
      'ольга',
      expect.stringMatching(/^newcomer/),
      'a'.repeat(25),
      'x.y_z',
      expect.stringMatching(/^newcomer/),
    ])
  })

  it('A13 closed registration lets in who is known, and nobody new', async () => {
    const { deps } = accounts()
    const closed = { ...deps, settings: { ...deps.settings, REGISTRATION: 'closed' as const } }
    expect(await signInWithProvider(closed, identity, anyone)).toHaveProperty('userId')
    expect((await refused(signInWithProvider(closed, { ...identity, providerAccountId: 'new' }, anyone))).code).toBe('forbidden')
  })

  it('A13 who is banned or closed stays out', async () => {
    const { deps, query } = accounts()
    const { userId } = await signInWithProvider(deps, identity, anyone)
    await query("INSERT INTO sanction (id, user_id, kind) VALUES (gen_random_uuid(), $1, 'ban')", [userId])
    expect((await refused(signInWithProvider(deps, identity, anyone))).code).toBe('banned')
    await query('DELETE FROM sanction')
    await query('UPDATE users SET deactivated_at = now() WHERE id = $1', [userId])
    expect((await refused(signInWithProvider(deps, identity, anyone))).code).toBe('unauthorized')
  })
})
