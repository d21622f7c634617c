import type { Database } from '#server/database/database.ts'
import type { Query } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import type { MailSettings } from '#server/mail/told.ts'
import type { LimitSettings } from './limits.ts'

/** What the accounts need: the database and the settings that concern them. */
export type AccountDeps = {
  database: Pick<Database, 'pool'>
  settings: Pick<Env, 'NEXTAUTH_SECRET' | 'NEXTAUTH_SECRET_PREVIOUS' | 'REGISTRATION' | 'INVITES_MADE_BY'> &
    LimitSettings &
    MailSettings
}

/**
 * Who asks for an account: somebody at a browser, or the operator at the command line, whom no policy and no limit
 * stops. `isLocal` says that the request came from this very machine and by no proxy; `address` is for counting.
 */
export type Caller = { kind: 'web'; address: string | null; isLocal: boolean } | { kind: 'operator' }

/** Held while the number of owners is looked at and changed, so that there is one of the first and never none. */
const OWNERS_LOCK = 7_026_001

export const lockOwners = (query: Query) => query('SELECT pg_advisory_xact_lock($1)', [OWNERS_LOCK])

export async function hasOwner(query: Query): Promise<boolean> {
  const [row] = await query<{ found: boolean }>("SELECT EXISTS (SELECT 1 FROM users WHERE role = 'owner') AS found")
  return row!.found
}
