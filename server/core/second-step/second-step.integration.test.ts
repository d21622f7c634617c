import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#protocol/errors.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import { createAccount } from '#server/core/accounts/create-account.ts'
import { takeSecondStep } from '#server/core/accounts/operator.ts'
import { requireProof } from '#server/core/accounts/proof.ts'
import { finishSecondStep, signInWithPassword, signInWithToken } from '#server/core/accounts/sign-in.ts'
import { createSession, findSession } from '#server/core/sessions/sessions.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { type Database, openDatabase } from '#server/database/database.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { testEnv } from '#server/testing/env.ts'
import { beginSecondStep, confirmSecondStep, endSecondStep, renewRecoveryCodes } from './second-step.ts'
import { requireCode } from './verify.ts'

const PASSWORD = 'correct horse'
let testDatabase: TestDatabase
let database: Database
let query: Query
let deps: AccountDeps
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.url, 12, () => undefined)
  query = queryOn(database.pool)
  // Codes are typed wrong on purpose here; one test is about how often.
  deps = { database, settings: testEnv({ LIMIT_SIGN_IN_FAILURES: '1000' }) }
})
afterAll(async () => {
  await database?.close()
  await testDatabase?.drop()
})

let made = 0
async function somebody() {
  const username = `person.${++made}`
  const { id } = await createAccount(deps, { username, password: PASSWORD }, { kind: 'operator' })
  const session = await createSession(query, { userId: id, days: 30, userAgent: null, address: null })
  const signIn = () => signInWithPassword(deps, { username, password: PASSWORD }, { address: '203.0.113.1' })
  return { id, username, session, self: { userId: id, sessionId: session.id }, signIn }
}
type Somebody = Awaited<ReturnType<typeof somebody>>

/** A phone whose clock is this many seconds off. Its codes are taken one step of the clock after the other, as if time went on. */
const codeOf = (secret: string, offSeconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + offSeconds * 1_000 })
/** Has the codes used so far forgotten, as half a minute later they are over. */
const later = (ada: Somebody) => query('UPDATE second_step SET last_step = last_step - 10 WHERE user_id = $1', [ada.id])

async function withApp() {
  const ada = await somebody()
  const { secret, picture } = await beginSecondStep(deps, ada.self, { password: PASSWORD }, 'Parley chat.example.org')
  const { codes } = await confirmSecondStep(deps, ada.self, codeOf(secret))
  await later(ada)
  return { ada, secret, picture, codes }
}
async function challengeOf(ada: Somebody): Promise<string> {
  const came = await ada.signIn()
  if (!('challenge' in came)) throw new Error('no second step was asked for')
  return came.challenge
}
async function refused(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof Refusal) return error
  throw error
}
const fault = async (work: Promise<unknown>) => (await refused(work)).more.fields?.code

describe('the second step', () => {
  it('AW5 is asked for once a first code was right, not before, and the password alone makes no session', async () => {
    const ada = await somebody()
    expect((await refused(beginSecondStep(deps, ada.self, { password: 'wrong' }, 'Parley'))).code).toBe('invalid')
    const { secret, picture } = await beginSecondStep(deps, ada.self, { password: PASSWORD }, 'Parley')
    expect(picture).toMatch(/^data:image\/svg\+xml;base64,/)
    expect(await ada.signIn()).toEqual({ userId: ada.id })
    expect(await fault(confirmSecondStep(deps, ada.self, '000 000'))).toBeDefined()
    const { codes } = await confirmSecondStep(deps, ada.self, codeOf(secret))
    expect(new Set(codes).size).toBe(10)
    expect(codes[0]).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/)
    const challenge = await challengeOf(ada)
    expect((await refused(signInWithToken(deps, challenge))).code).toBe('unauthorized')
    expect((await refused(beginSecondStep(deps, ada.self, { password: PASSWORD }, 'Parley'))).code).toBe('conflict')
  })

  it('AW5 a code of now, of the half minute before and of the one after is right, with spaces too; a wrong one may be typed again', async () => {
    const { ada, secret } = await withApp()
    const challenge = await challengeOf(ada)
    expect(await fault(finishSecondStep(deps, challenge, '12'))).toContain('neither')
    const { token } = await finishSecondStep(deps, challenge, codeOf(secret).replace(/^.../, '$& '))
    expect(await signInWithToken(deps, token)).toEqual({ userId: ada.id })
    expect((await refused(signInWithToken(deps, token))).code).toBe('unauthorized')
    for (const off of [-30, 30]) {
      await later(ada)
      await requireCode(deps, ada.id, codeOf(secret, off))
    }
  })

  it('AW5 a code works once, for one of twenty who use it at once, and one before it no more', async () => {
    const { ada, secret } = await withApp()
    const code = codeOf(secret)
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => requireCode(deps, ada.id, code)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await fault(requireCode(deps, ada.id, code))).toContain('used already')
    expect(await fault(requireCode(deps, ada.id, codeOf(secret, -30)))).toContain('used already')
  })

  it('AW5 a clock that is wrong is told so: when the app is added either way, at sign-in only that it is behind', async () => {
    const ada = await somebody()
    const { secret } = await beginSecondStep(deps, ada.self, { password: PASSWORD }, 'Parley')
    expect(await fault(confirmSecondStep(deps, ada.self, codeOf(secret, 240)))).toContain('4 min ahead')
    expect(await fault(confirmSecondStep(deps, ada.self, codeOf(secret, -240)))).toContain('4 min behind')
    await confirmSecondStep(deps, ada.self, codeOf(secret))
    expect(await fault(requireCode(deps, ada.id, codeOf(secret, -240)))).toContain('behind')
    const ahead = await fault(requireCode(deps, ada.id, codeOf(secret, 240)))
    expect(ahead).toContain('does not match')
    expect(ahead).not.toContain('ahead')
  })

  it('AW5 five wrong codes, and no code is looked at for a quarter of an hour', async () => {
    const { ada, secret } = await withApp()
    const strict = { ...deps, settings: testEnv() }
    for (let n = 0; n < 5; n++) expect(await fault(requireCode(strict, ada.id, '000000'))).toBeDefined()
    const limited = await refused(requireCode(strict, ada.id, codeOf(secret)))
    expect(limited.code).toBe('rate_limited')
    expect(limited.more.retryAfterMs).toBeGreaterThan(800_000)
  })

  it('AW5 a recovery code works once, however it is typed; new ones take the place of all', async () => {
    const { ada, secret, codes } = await withApp()
    const [first = '', second = '', third = ''] = codes
    const { token } = await finishSecondStep(deps, await challengeOf(ada), ` ${first.toUpperCase().replaceAll('-', ' ')}`)
    expect(await signInWithToken(deps, token)).toEqual({ userId: ada.id })
    expect(await fault(requireCode(deps, ada.id, first))).toContain('neither')
    const renewed = await renewRecoveryCodes(deps, ada.self, second)
    expect(await fault(requireCode(deps, ada.id, third))).toContain('neither')
    await requireCode(deps, ada.id, renewed.codes[9]!)
    const kept = JSON.stringify(await query('SELECT * FROM recovery_code, second_step'))
    for (const word of [secret, ...codes, ...renewed.codes]) expect(kept).not.toContain(word)
  })

  it('AW5 is turned off with a code, not with the password; an operator takes it from whoever lost both', async () => {
    const { ada, secret } = await withApp()
    expect((await refused(endSecondStep(deps, ada.self, PASSWORD))).code).toBe('invalid')
    await endSecondStep(deps, ada.self, codeOf(secret))
    expect(await ada.signIn()).toEqual({ userId: ada.id })

    const { ada: ben } = await withApp()
    expect(await takeSecondStep(deps, ben.username)).toBe(true)
    expect(await ben.signIn()).toEqual({ userId: ben.id })
    expect(await findSession(query, ben.id, ben.session.id, ben.session.version)).toBeNull()
    expect(await takeSecondStep(deps, ben.username)).toBe(false)
  })

  it('AW4 somebody without a password shows a code instead', async () => {
    const { ada, secret } = await withApp()
    await query('UPDATE users SET password_hash = NULL WHERE id = $1', [ada.id])
    expect((await refused(requireProof(deps, ada.self, {}))).more.fields).toHaveProperty('code')
    await requireProof(deps, ada.self, { code: codeOf(secret) })
  })

  it('A12 whoever was banned between the two steps does not come in', async () => {
    const { ada, secret } = await withApp()
    const { token } = await finishSecondStep(deps, await challengeOf(ada), codeOf(secret))
    await sanction(database.pool, { userId: ada.id, roomId: null, kind: 'ban' })
    expect((await refused(signInWithToken(deps, token))).code).toBe('banned')
  })

  it('AW6 a change of the installation’s secret seals the key anew; without the former secret recovery codes still work', async () => {
    const { ada, secret, codes } = await withApp()
    const next = 'another secret, long enough to pass as one'
    const both = testEnv({ NEXTAUTH_SECRET: next, NEXTAUTH_SECRET_PREVIOUS: deps.settings.NEXTAUTH_SECRET })
    await requireCode({ database, settings: both }, ada.id, codeOf(secret))
    await later(ada)
    await requireCode({ database, settings: testEnv({ NEXTAUTH_SECRET: next }) }, ada.id, codeOf(secret))
    await later(ada)
    const lost = { database, settings: testEnv({ NEXTAUTH_SECRET: 'a secret that nothing was sealed with before' }) }
    const refusal = await refused(requireCode(lost, ada.id, codeOf(secret)))
    expect([refusal.code, refusal.message]).toEqual(['unavailable', expect.stringContaining('recovery code')])
    await requireCode(lost, ada.id, codes[0]!)
  })
})
