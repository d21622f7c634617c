import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { UserRole } from '#protocol/models.ts'
import { insertAccount } from '#server/core/accounts/insert-account.ts'
import { hashPassword } from '#server/core/accounts/password.ts'
import { readUsername } from '#server/core/accounts/username.ts'
import { createSession } from '#server/core/sessions/sessions.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import { TEST_SECRET } from './env.ts'

/** Somebody with an account and a session, ready to connect. */
export type Person = {
  id: string
  username: string
  displayName: string
  session: { id: string; version: number }
  /** A fresh token for the handshake. */
  token(): Promise<string>
  /** The same as a client asks for it. */
  getToken(): Promise<{ token: string; expiresAt: string }>
}

export type PersonWanted = {
  /** Made up when left out. */
  username?: string
  displayName?: string
  /** The first account of a database becomes owner whatever this says. */
  role?: UserRole
  /** Left out, nobody can sign in with a password: hashing one takes 50 ms. */
  password?: string
}

/** Where people are made: a test server, a node, or a test database alone. */
export type Home = { pool: pg.Pool } | { database: { pool: pg.Pool } }
const poolOf = (home: Home) => ('pool' in home ? home.pool : home.database.pool)

/** Makes an account as registration would, a session and tokens, without asking any server. */
export async function createPerson(home: Home, wanted: PersonWanted = {}): Promise<Person> {
  const pool = poolOf(home)
  const name = readUsername(wanted.username ?? `person-${randomUUID().slice(0, 8)}`)
  if ('wrong' in name) throw new Error(`a test wants the username ${wanted.username}, which ${name.wrong}`)
  const displayName = wanted.displayName ?? name.username
  const passwordHash = wanted.password === undefined ? null : await hashPassword(wanted.password)
  const { id } = await transaction(pool, (query) =>
    insertAccount(
      query,
      { ...name, displayName, email: null, passwordHash, avatarUrl: null, role: wanted.role ?? 'member' },
      () => null,
    ),
  )
  return signedIn(pool, { id, username: name.username, displayName })
}

/** Somebody who has an account already, with a session of their own. */
export async function personOf(home: Home, id: string): Promise<Person> {
  const pool = poolOf(home)
  const { rows } = await pool.query<{ username: string; display_name: string }>(
    'SELECT username, display_name FROM users WHERE id = $1',
    [id],
  )
  return signedIn(pool, { id, username: rows[0]!.username, displayName: rows[0]!.display_name })
}

async function signedIn(pool: pg.Pool, who: Pick<Person, 'id' | 'username' | 'displayName'>): Promise<Person> {
  const session = await createSession(queryOn(pool), { userId: who.id, days: 30, userAgent: 'tests', address: '127.0.0.1' })
  const mint = () => mintSocketToken({ userId: who.id, sessionId: session.id, sessionVersion: session.version }, TEST_SECRET)
  return {
    ...who,
    session: { id: session.id, version: session.version },
    token: async () => (await mint()).token,
    getToken: async () => {
      const { token, expiresAt } = await mint()
      return { token, expiresAt: expiresAt.toISOString() }
    },
  }
}

/** `n` people, one after the other: the first account of a database becomes owner. */
export async function createPeople(home: Home, n: number): Promise<Person[]> {
  const people: Person[] = []
  for (let i = 0; i < n; i++) people.push(await createPerson(home))
  return people
}
