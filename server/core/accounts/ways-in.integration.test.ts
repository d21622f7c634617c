import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Refusal } from '#protocol/errors.ts'
import { RESETS_PER_EMAIL_HOUR } from '#protocol/limits.ts'
import type { UserRole } from '#protocol/models.ts'
import { createSession, findSession } from '#server/core/sessions/sessions.ts'
import { type Database, openDatabase } from '#server/database/database.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import { createWorker } from '#server/jobs/worker.ts'
import { createLog } from '#server/log.ts'
import { mailJobs } from '#server/mail/job.ts'
import { createPost } from '#server/mail/post.ts'
import { resetMailJobs } from '#server/mail/reset-job.ts'
import { type MailServer, startMailServer, textOf } from '#server/mail/testing/smtp-server.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { testEnv } from '#server/testing/env.ts'
import type { AccountDeps } from './account.ts'
import { changePassword } from './change-password.ts'
import { createAccount } from './create-account.ts'
import { makeResetLinkFor } from './operator.ts'
import type { Self } from './proof.ts'
import { askForReset, findReset, makeResetLink, resetByLink } from './reset.ts'
import { mintToken, spendToken } from './tokens.ts'
import { verifyCredentials } from './verify-credentials.ts'

const PASSWORD = 'correct horse'
const NEW = 'battery staple'
const from = (address: string) => ({ address })

let testDatabase: TestDatabase
let database: Database
let query: Query
let server: MailServer
let deps: AccountDeps
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.url, 12, () => undefined)
  query = queryOn(database.pool)
  server = await startMailServer()
  const mail = { SMTP_URL: server.url, MAIL_FROM: 'chat@example.org', NEXTAUTH_URL: 'https://chat.example.org' }
  deps = { database, settings: testEnv(mail) }
})
afterAll(async () => {
  await server?.close()
  await database?.close()
  await testDatabase?.drop()
})

let made = 0
/** Somebody with a password, an address and two sessions. */
async function somebody(role: UserRole = 'member') {
  const username = `person.${++made}`
  const email = `${username}@example.org`
  const { id } = await createAccount(deps, { username, password: PASSWORD, email }, { kind: 'operator' }, role)
  const sign = () => createSession(query, { userId: id, days: 30, userAgent: null, address: null })
  const [here, there] = [await sign(), await sign()]
  const isIn = async (session: typeof here) => (await findSession(query, id, session.id, session.version)) !== null
  const self: Self = { userId: id, sessionId: here.id }
  const actor = {
    user: { id, username, displayName: username, role },
    sessionId: here.id,
  }
  const signIn = (password: string) => verifyCredentials(deps, { username, password }, from('203.0.113.1'))
  return { id, username, email, self, actor, here, there, isIn, signIn }
}
function startWorker() {
  const post = createPost(
    testEnv({ SMTP_URL: server.url, MAIL_FROM: 'chat@example.org', NEXTAUTH_URL: 'https://chat.example.org' }),
  )
  const kinds = [...mailJobs(post), ...resetMailJobs(post, database.pool, deps.settings)]
  const worker = createWorker({ pool: database.pool, nodeId: 'n', log: createLog('silent'), kinds, lookEveryMs: 50 })
  worker.start()
  onTestFinished(() => worker.stop(2_000))
}
async function refused(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof Refusal) return error
  throw error
}

it('the first account of this database owns it', async () => {
  await somebody('owner')
})

describe('what works once', () => {
  it('AW1 is for one purpose and one of twenty who use it at once; only its hash is kept', async () => {
    const { id } = await somebody()
    const { token } = await mintToken(query, { purpose: 'reset', minutes: 60, userId: id })
    expect(JSON.stringify(await query('SELECT * FROM one_time_token'))).not.toContain(token)
    expect(await spendToken(query, 'email', token)).toBeNull()
    const used = await Promise.all(Array.from({ length: 20 }, () => spendToken(query, 'reset', token)))
    expect(used.filter((one) => one?.userId === id)).toHaveLength(1)
    expect(used.filter((one) => one === null)).toHaveLength(19)
  })

  it('AW1 does nothing once its time is over, and is cleared away by those that come later', async () => {
    const { id, username } = await somebody()
    const { token } = await mintToken(query, { purpose: 'reset', minutes: 60, userId: id })
    expect(await findReset(query, token)).toEqual({ username })
    await query("UPDATE one_time_token SET expires_at = now() - interval '1 second'")
    expect(await findReset(query, token)).toBeNull()
    expect((await refused(resetByLink(deps, token, NEW))).code).toBe('not_found')
    await mintToken(query, { purpose: 'reset', minutes: 60, userId: id })
    expect(await query('SELECT count(*)::int AS n FROM one_time_token')).toEqual([{ n: 1 }])
  })
})

describe('a forgotten password', () => {
  it('AW2 AW3 comes back by mail: the link works once, ends every session, and failed sign-ins are forgiven', async () => {
    const ada = await somebody()
    for (let tries = 0; tries < 5; tries++) await refused(ada.signIn('wrong'))
    expect((await refused(ada.signIn(PASSWORD))).code).toBe('rate_limited')
    startWorker()
    const before = server.received.length
    await askForReset(deps, ada.email.toUpperCase(), from('203.0.113.7'))
    const mail = await server.mail(before)
    expect(mail.to).toEqual([ada.email])
    const [, token = ''] = /https:\/\/chat\.example\.org\/reset\/([\w-]{43})/.exec(textOf(mail)) ?? []
    expect((await refused(resetByLink(deps, token, 'short'))).more.fields).toHaveProperty('newPassword')
    expect(await resetByLink(deps, token, NEW)).toEqual({ username: ada.username })
    expect([await ada.isIn(ada.here), await ada.isIn(ada.there)]).toEqual([false, false])
    expect(await ada.signIn(NEW)).toEqual({ userId: ada.id })
    expect((await refused(ada.signIn(PASSWORD))).code).toBe('unauthorized')
    expect((await refused(resetByLink(deps, token, 'another one'))).code).toBe('not_found')
    // AW9: they are told that it was done.
    expect(textOf(await server.mail(before + 1))).toContain('The password of your account was changed.')
  })

  it('AW2 an address that is nobody’s, or a closed account’s, is answered the same and gets no mail', async () => {
    const [gone, ada] = [await somebody(), await somebody()]
    await query('UPDATE users SET deactivated_at = now() WHERE id = $1', [gone.id])
    const before = server.received.length
    for (const email of ['nobody@example.org', gone.email, ada.email])
      expect(await askForReset(deps, email, from('203.0.113.8'))).toBeUndefined()
    startWorker()
    expect((await server.mail(before)).to).toEqual([ada.email])
    await expect.poll(() => query("SELECT 1 FROM job WHERE kind = 'mail:reset'")).toEqual([])
    expect(server.received.slice(before).flatMap(({ to }) => to)).toEqual([ada.email])
  })

  it('AW2 an address is written to three times an hour, somebody’s or not; what is no address is told', async () => {
    for (const email of ['nobody.at.all@example.org', (await somebody()).email]) {
      for (let n = 0; n < RESETS_PER_EMAIL_HOUR; n++) await askForReset(deps, email, from(`198.51.100.${n}`))
      const limited = await refused(askForReset(deps, email, from('198.51.100.99')))
      expect(limited.code).toBe('rate_limited')
      expect(limited.more.retryAfterMs).toBeGreaterThan(3_000_000)
    }
    expect((await refused(askForReset(deps, 'ada@', from('203.0.113.9')))).more.fields).toHaveProperty('email')
    await query('TRUNCATE job')
  })

  it('AW2 a mail server that is away leaves no link behind that nobody has', async () => {
    const ada = await somebody()
    const gone = await startMailServer()
    await gone.close()
    const post = createPost(testEnv({ SMTP_URL: gone.url, MAIL_FROM: 'a@example.org', NEXTAUTH_URL: 'https://chat.example.org' }))
    const [job] = resetMailJobs(post, database.pool, deps.settings)
    const run = { attempt: 1, signal: new AbortController().signal }
    await expect(job!.handle({ email: ada.email }, run)).rejects.toThrow('the mail server did not take a mail')
    expect(await query('SELECT 1 FROM one_time_token WHERE user_id = $1', [ada.id])).toEqual([])
  })

  it('AW3 an admin makes a link for people below them, who are told; nobody else does', async () => {
    const [admin, other, member] = [await somebody('admin'), await somebody('admin'), await somebody()]
    const { token, expiresAt } = await makeResetLink(deps, admin.actor, member.id)
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 86_000_000)
    expect(await findReset(query, token)).toEqual({ username: member.username })
    expect(await query("SELECT payload->>'to' AS to FROM job WHERE kind = 'mail'")).toContainEqual({ to: member.email })
    const codes = [
      [member.actor, other.id],
      [admin.actor, other.id],
      [admin.actor, admin.id],
      [admin.actor, '01900000-0000-7000-8000-000000000000'],
    ] as const
    expect(await Promise.all(codes.map(async ([who, whom]) => (await refused(makeResetLink(deps, who, whom))).code))).toEqual([
      ...['forbidden', 'forbidden', 'forbidden', 'not_found'],
    ])
    const fromCommand = await makeResetLinkFor(deps, other.username.toUpperCase())
    expect(await findReset(query, fromCommand.token)).toEqual({ username: other.username })
    expect((await refused(makeResetLinkFor(deps, 'nobody.here'))).code).toBe('not_found')
  })

  it('AW3 a link ends the others, and one of a closed account does nothing', async () => {
    const ada = await somebody()
    const [first, second] = [await makeResetLinkFor(deps, ada.username), await makeResetLinkFor(deps, ada.username)]
    await resetByLink(deps, first.token, NEW)
    expect(await findReset(query, second.token)).toBeNull()
    const third = await makeResetLinkFor(deps, ada.username)
    await query('UPDATE users SET deactivated_at = now() WHERE id = $1', [ada.id])
    expect((await refused(resetByLink(deps, third.token, PASSWORD))).code).toBe('not_found')
  })
})

describe('a new password from the settings', () => {
  const change = (self: Self, password: string | undefined, endOthers: boolean) =>
    changePassword(deps, self, { proof: { password }, password: NEW, endOthers })

  it('AW4 asks for the present one, and ends the other sessions if that is wanted, never this one', async () => {
    const ada = await somebody()
    for (const wrong of ['wrong', '', undefined])
      expect((await refused(change(ada.self, wrong, true))).more.fields).toHaveProperty('password')
    const { token } = await makeResetLinkFor(deps, ada.username)
    expect(await change(ada.self, PASSWORD, false)).toEqual({ sessionsEnded: 0 })
    expect(await findReset(query, token)).toBeNull()
    expect(await changePassword(deps, ada.self, { proof: { password: NEW }, password: PASSWORD, endOthers: true })).toEqual({
      sessionsEnded: 1,
    })
    expect([await ada.isIn(ada.here), await ada.isIn(ada.there)]).toEqual([true, false])
    expect(await ada.signIn(PASSWORD)).toEqual({ userId: ada.id })
  })

  it('AW4 twenty guesses at once are five', async () => {
    const ada = await somebody()
    const answers = await Promise.all(Array.from({ length: 20 }, () => refused(change(ada.self, 'wrong', false))))
    expect(answers.filter(({ code }) => code === 'invalid')).toHaveLength(5)
    expect((await refused(change(ada.self, PASSWORD, false))).code).toBe('rate_limited')
  })

  it('AW4 who has none adds one within ten minutes of signing in, not later', async () => {
    const ada = await somebody()
    await query('UPDATE users SET password_hash = NULL WHERE id = $1', [ada.id])
    await query("UPDATE session SET created_at = now() - interval '11 minutes' WHERE id = $1", [ada.here.id])
    expect((await refused(change(ada.self, undefined, false))).code).toBe('forbidden')
    expect(await change({ userId: ada.id, sessionId: ada.there.id }, undefined, false)).toEqual({ sessionsEnded: 0 })
    expect(await ada.signIn(NEW)).toEqual({ userId: ada.id })
  })
})
