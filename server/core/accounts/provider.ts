import { Refusal } from '#protocol/errors.ts'
import { banned, globalBan, type PersonRow, personColumns } from '#server/core/sessions/person.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { requireInvite, takeInvite } from '../invites/taking.ts'
import { type AccountDeps, hasOwner } from './account.ts'
import { requireOpen } from './create-account.ts'
import { readDisplayName } from './display-name.ts'
import { normaliseEmail } from './email.ts'
import { freeName } from './free-name.ts'
import { insertAccount, takenColumn } from './insert-account.ts'
import { countTry, registrationLimits } from './limits.ts'

/** What a provider (GitHub, Google, OIDC) vouches for. `email` only if the provider says that it was verified. */
export type ProviderIdentity = {
  provider: string
  providerAccountId: string
  /** What it calls the person, best first: usernames, names, addresses' local parts. */
  suggestions: string[]
  displayName: string | null
  email: string | null
  avatarUrl: string | null
}

/** How often a name that was taken in between is chosen anew. */
const TRIES = 5

/**
 * Signs in with a provider's account: whose it is already, or a new person's where registration is open. It is never
 * linked to an account by e-mail address, verified or not, because the addresses of accounts here are not verified [A13].
 * A new person may come by an invite, as at registration [IN1].
 *
 * Refuses with `banned`, `unauthorized` (deactivated), `forbidden` (closed, or the installation has no owner yet and the
 * caller is not at this machine) and `rate_limited`.
 */
export async function signInWithProvider(
  deps: AccountDeps,
  identity: ProviderIdentity,
  caller: { address: string | null; isLocal: boolean; invite?: string | null },
): Promise<{ userId: string }> {
  const { pool } = deps.database
  const known = await findPerson(queryOn(pool), identity)
  if (known) return requireWelcome(known)

  await requireMayRegister(deps, caller)
  await countTry(pool, registrationLimits(deps.settings, caller.address))
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(pool, (query) => insertPerson(query, deps, identity, caller.invite ?? null))
    } catch (error) {
      const meanwhile = await findPerson(queryOn(pool), identity)
      if (meanwhile) return requireWelcome(meanwhile)
      if (takenColumn(error) === null || attempt === TRIES) throw error
    }
  }
}

const findPerson = async (query: Query, identity: ProviderIdentity): Promise<PersonRow | undefined> =>
  (
    await query<PersonRow>(
      `SELECT ${personColumns} FROM account a JOIN users u ON u.id = a.user_id ${globalBan}
       WHERE a.provider = $1 AND a.provider_account_id = $2`,
      [identity.provider, identity.providerAccountId],
    )
  )[0]

function requireWelcome(person: PersonRow): { userId: string } {
  if (person.is_banned) throw banned(person.banned_until)
  if (person.deactivated_at) throw new Refusal('unauthorized', 'This account was closed.')
  return { userId: person.id }
}

async function requireMayRegister(deps: AccountDeps, { isLocal, invite }: { isLocal: boolean; invite?: string | null }) {
  const query = queryOn(deps.database.pool)
  const { INVITES_MADE_BY } = deps.settings
  if (await hasOwner(query)) return invite ? void (await requireInvite(query, invite, INVITES_MADE_BY)) : requireOpen(query, deps)
  if (!isLocal)
    throw new Refusal('forbidden', 'Make the first account with the set-up link that was printed where the server was started.')
}

async function insertPerson(
  query: Query,
  deps: AccountDeps,
  identity: ProviderIdentity,
  invite: string | null,
): Promise<{ userId: string }> {
  const name = await freeName(query, identity.suggestions)
  const shown = readDisplayName(identity.displayName ?? '')
  const made = await insertAccount(
    query,
    {
      ...name,
      displayName: 'wrong' in shown ? name.username : shown.displayName,
      email: identity.email === null ? null : normaliseEmail(identity.email),
      passwordHash: null,
      avatarUrl: identity.avatarUrl,
      role: 'member',
    },
    async (inside) => {
      if (invite) return takeInvite(inside, invite, deps.settings.INVITES_MADE_BY)
      await requireOpen(inside, deps)
      return null
    },
  )
  await query('INSERT INTO account (provider, provider_account_id, user_id) VALUES ($1, $2, $3)', [
    identity.provider,
    identity.providerAccountId,
    made.id,
  ])
  return { userId: made.id }
}
