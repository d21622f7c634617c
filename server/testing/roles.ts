import type pg from 'pg'
import { endSession } from '#server/core/sessions/sessions.ts'
import { sanction } from '#server/core/standing/standing.ts'
import { queryOn } from '#server/database/transaction.ts'
import { createPerson, type Person, type PersonWanted } from './people.ts'

/** Everybody the product tells apart, in an installation and in a room of it. */
export const ROLES = [
  'anonymous',
  'stranger',
  'guest',
  'member',
  'room moderator',
  'room owner',
  'moderator',
  'administrator',
  'owner',
  'banned',
  'revoked',
] as const
export type Role = (typeof ROLES)[number]

/** Let in by nobody. */
export const OUTSIDE = ['anonymous', 'banned', 'revoked'] as const satisfies readonly Role[]
/** In the rooms that are asked about. */
export const INSIDE = ['member', 'room moderator', 'room owner'] as const satisfies readonly Role[]
/** Signed in, and in none of them; what they are in the installation adds nothing there. */
export const PASSING = ['stranger', 'moderator', 'administrator', 'owner'] as const satisfies readonly Role[]

type Home = { database: { pool: pg.Pool } }
export type People = Record<Exclude<Role, 'anonymous'>, Person>

/** One of each. Those who are let in nowhere are until `shutOut`. */
export async function createRoles(home: Home, wanted: PersonWanted = {}): Promise<People> {
  const people = {} as People
  const make = async (role: keyof People, as: PersonWanted = {}) => {
    people[role] = await createPerson(home, { ...wanted, ...as })
  }
  await make('owner', { role: 'owner' })
  await make('moderator', { role: 'moderator' })
  await make('administrator', { role: 'admin' })
  await make('guest', { role: 'guest' })
  for (const role of ['stranger', ...INSIDE, 'banned', 'revoked'] as const) await make(role)
  return people
}

/** Takes away from two of them what they had until now. */
export async function shutOut({ banned, revoked }: People, home: Home): Promise<void> {
  await sanction(home.database.pool, { userId: banned.id, roomId: null, kind: 'ban' })
  await endSession(queryOn(home.database.pool), revoked.session.id)
}
