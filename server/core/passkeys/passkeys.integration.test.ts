import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#protocol/errors.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import { createAccount } from '#server/core/accounts/create-account.ts'
import { signInWithToken } from '#server/core/accounts/sign-in.ts'
import { createSession } from '#server/core/sessions/sessions.ts'
import { type Database, openDatabase } from '#server/database/database.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { testEnv } from '#server/testing/env.ts'
import { beginPasskey, finishPasskey, type PasskeyBegun } from './adding.ts'
import { listPasskeys, removePasskey, renamePasskey } from './own.ts'
import { placeOf } from './place.ts'
import { askForPasskey, signInWithPasskey } from './signing-in.ts'
import { createAuthenticator } from './testing/authenticator.ts'

const PASSWORD = 'correct horse'
const HERE = placeOf('https://chat.example.org')
const CALLER = { address: '203.0.113.1' }
let testDatabase: TestDatabase
let database: Database
let query: Query
let deps: AccountDeps
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.url, 12, () => undefined)
  query = queryOn(database.pool)
  deps = { database, settings: testEnv() }
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
  return { id, self: { userId: id, sessionId: session.id } }
}
type Somebody = Awaited<ReturnType<typeof somebody>>
const challengeOf = ({ options }: PasskeyBegun) => (options as { challenge: string }).challenge
const begin = ({ self }: Somebody) => beginPasskey(deps, self, { password: PASSWORD }, HERE)

async function withPasskey() {
  const ada = await somebody()
  const key = createAuthenticator()
  const begun = await begin(ada)
  const response = key.make({ ...HERE, challenge: challengeOf(begun) })
  await finishPasskey(deps, ada.self, { state: begun.state, response, name: 'Phone' }, HERE)
  return { ada, key }
}
async function signIn(key: ReturnType<typeof createAuthenticator>, change: Partial<Parameters<typeof key.sign>[0]> = {}) {
  const asked = await askForPasskey(deps, HERE, CALLER)
  const response = key.sign({ ...HERE, challenge: challengeOf(asked), ...change })
  return signInWithPasskey(deps, { state: asked.state, response }, HERE)
}
async function refused(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  if (error instanceof Refusal) return error
  throw error
}
const code = async (work: Promise<unknown>) => (await refused(work)).code

describe('a passkey', () => {
  it('AW7 is added by whoever shows their password, and signs in by itself', async () => {
    const ada = await somebody()
    expect(await code(beginPasskey(deps, ada.self, { password: 'wrong' }, HERE))).toBe('invalid')
    const { ada: ben, key } = await withPasskey()
    const { token } = await signIn(key)
    expect(await signInWithToken(deps, token)).toEqual({ userId: ben.id })
    expect(await listPasskeys(query, ben.id)).toMatchObject([{ name: 'Phone', lastUsedAt: expect.any(String) }])
  })

  it('AW7 what was signed is good once, for this site, and only with a finger, a face or a PIN', async () => {
    const { key } = await withPasskey()
    const asked = await askForPasskey(deps, HERE, CALLER)
    const given = { state: asked.state, response: key.sign({ ...HERE, challenge: challengeOf(asked) }) }
    const both = await Promise.allSettled([1, 2].map(() => signInWithPasskey(deps, given, HERE)))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    for (const change of [
      { origin: 'https://evil.test' },
      { rpId: 'evil.test' },
      { challenge: Buffer.from('another challenge').toString('base64url') },
      { isVerified: false },
    ])
      expect(await code(signIn(key, change)), JSON.stringify(change)).toBe('unauthorized')
    await signIn(key)
    key.rewind()
    expect(await code(signIn(key)), 'a copy of it').toBe('unauthorized')
  })

  it('AW7 that nobody added, or that was removed, is answered like one that does not fit', async () => {
    const { ada, key } = await withPasskey()
    const answers = [await refused(signIn(createAuthenticator())), await refused(signIn(key, { rpId: 'evil.test' }))]
    await removePasskey(deps, ada.self, key.id)
    answers.push(await refused(signIn(key)))
    expect(new Set(answers.map((one) => `${one.code} ${one.message}`)).size).toBe(1)
  })

  it('AW7 is added by the person who began, from this site, once', async () => {
    const [ada, ben] = [await somebody(), await somebody()]
    const key = createAuthenticator()
    const finish = (who: Somebody, begun: PasskeyBegun, change: object = {}) => {
      const response = key.make({ ...HERE, challenge: challengeOf(begun), ...change })
      return finishPasskey(deps, who.self, { state: begun.state, response, name: 'Key' }, HERE)
    }
    expect(await code(finish(ben, await begin(ada)))).toBe('not_found')
    expect(await code(finish(ada, await begin(ada), { origin: 'https://evil.test' }))).toBe('invalid')
    expect(await code(finish(ada, await begin(ada), { isVerified: false }))).toBe('invalid')
    const signing = await askForPasskey(deps, HERE, CALLER)
    expect(await code(finish(ada, signing))).toBe('not_found')
    const begun = await begin(ada)
    await finish(ada, begun)
    expect(await code(finish(ada, begun))).toBe('not_found')
    expect(await code(finish(ben, await begin(ben))), 'another’s').toBe('conflict')
    const adding = await begin(ada)
    const response = key.sign({ ...HERE, challenge: challengeOf(adding) })
    expect(await code(signInWithPasskey(deps, { state: adding.state, response }, HERE))).toBe('not_found')
  })

  it('AW7 is renamed and removed by whose it is; the only way in stays', async () => {
    const { ada, key } = await withPasskey()
    const ben = await somebody()
    expect(await code(renamePasskey(deps, ben.self, key.id, 'Mine'))).toBe('not_found')
    expect(await code(removePasskey(deps, ben.self, key.id))).toBe('not_found')
    await renamePasskey(deps, ada.self, key.id, 'Laptop')
    expect(await listPasskeys(query, ada.id)).toMatchObject([{ id: key.id, name: 'Laptop' }])
    await query('UPDATE users SET password_hash = NULL WHERE id = $1', [ada.id])
    expect(await code(removePasskey(deps, ada.self, key.id))).toBe('conflict')
    await query("INSERT INTO account (provider, provider_account_id, user_id) VALUES ('oidc', 'ada', $1)", [ada.id])
    await removePasskey(deps, ada.self, key.id)
    expect(await listPasskeys(query, ada.id)).toEqual([])
  })
})
