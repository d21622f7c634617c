import { Refusal } from '#protocol/errors.ts'
import type { Registration } from '#protocol/http.ts'
import type { UserRole } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { audit } from '../audit/audit.ts'
import { readCommunity } from '../community/community.ts'
import { requireInvite, takeInvite } from '../invites/taking.ts'
import { type AccountDeps, type Caller, hasOwner } from './account.ts'
import { isNameTaken } from './claimed-names.ts'
import { readDisplayName } from './display-name.ts'
import { normaliseEmail } from './email.ts'
import { type Admit, insertAccount, type NewAccount, takenColumn } from './insert-account.ts'
import { countTry, registrationLimits } from './limits.ts'
import { hashPassword, passwordFault } from './password.ts'
import { isSetupCode } from './set-up-code.ts'
import { readUsername } from './username.ts'

/**
 * Registers somebody. The first account of an installation becomes owner; away from the machine itself it needs the
 * set-up code as `invite` [A8]. Later ones may come by an invite, also where registration is closed: it says as what, and
 * into which rooms [IN1]. An operator may say which `role` an account has.
 *
 * Refuses with `invalid` (with `fields`), `conflict` (the name or one that looks like it is taken), `forbidden`
 * (registration is closed, or the set-up code is missing or wrong), what `takeInvite` refuses, and `rate_limited` (with the wait). An e-mail address
 * that is in use changes nothing in the answer [A5].
 */
export async function createAccount(
  deps: AccountDeps,
  input: Registration,
  caller: Caller,
  role: UserRole = 'member',
): Promise<{ id: string; username: string }> {
  const read = readFields(input)
  const { pool } = deps.database
  const query = queryOn(pool)

  // The set-up code is good for the first account alone, and harms no other.
  const invite = input.invite && !isSetupCode(input.invite, deps.settings.NEXTAUTH_SECRET) ? input.invite : null
  const isFirst = !(await hasOwner(query))
  if (caller.kind === 'web') {
    if (isFirst) requireSetupCode(deps, input.invite, caller.isLocal)
    else if (invite) await requireInvite(query, invite, deps.settings.INVITES_MADE_BY)
    else await requireOpen(query, deps)
  }
  if (await isNameTaken(query, read.skeleton)) throw nameTaken()
  if (caller.kind === 'web') await countTry(pool, registrationLimits(deps.settings, caller.address))

  const account: NewAccount = { ...read, passwordHash: await hashPassword(input.password), avatarUrl: null, role }
  const admit: Admit = async (inside) => {
    if (caller.kind !== 'web') return null
    if (invite) return takeInvite(inside, invite, deps.settings.INVITES_MADE_BY)
    await requireOpen(inside, deps)
    return null
  }
  try {
    return await insert(pool, account, admit, caller.kind === 'operator')
  } catch (error) {
    if (takenColumn(error) === 'username') throw nameTaken()
    throw error
  }
}

async function insert(pool: AccountDeps['database']['pool'], account: NewAccount, admit: Admit, isOperators: boolean) {
  const once = (made: NewAccount) =>
    transaction(pool, async (query) => {
      const one = await insertAccount(query, made, admit)
      if (isOperators)
        await audit(query, {
          ...{ by: 'operator', act: 'account:create', kind: 'account', id: one.id, userId: one.id },
          after: { username: one.username, role: made.role },
        })
      return one
    })
  try {
    return await once(account)
  } catch (error) {
    // Somebody else's registration with this address was committed in between.
    if (takenColumn(error) !== 'email') throw error
    return once({ ...account, email: null })
  }
}

function readFields(input: Registration) {
  const name = readUsername(input.username)
  const shown = readDisplayName(input.displayName || input.username)
  const email = input.email ? normaliseEmail(input.email) : null
  const password = passwordFault(input.password)
  const fields: Record<string, string> = {}
  if ('wrong' in name) fields.username = name.wrong
  if (input.displayName && 'wrong' in shown) fields.displayName = shown.wrong
  if (input.email && email === null) fields.email = 'must be an address like name@example.org'
  if (password) fields.password = password
  if ('wrong' in name || Object.keys(fields).length > 0) {
    throw new Refusal('invalid', 'Check what is marked.', { fields })
  }
  // Without a display name the username stands in, as it was typed if that can be shown.
  return { ...name, email, displayName: 'wrong' in shown ? name.username : shown.displayName }
}

function requireSetupCode(deps: AccountDeps, code: string | undefined, isLocal: boolean) {
  if (isLocal || isSetupCode(code, deps.settings.NEXTAUTH_SECRET)) return
  throw new Refusal('forbidden', 'The first account needs the set-up link that was printed where the server was started.', {
    fields: { invite: code ? 'is not the set-up code of this server' : 'is missing' },
  })
}

/** Refuses with `forbidden` when this installation takes no new members. */
export async function requireOpen(query: Query, deps: AccountDeps): Promise<void> {
  if ((await readCommunity(query, deps.settings)).registration === 'open') return
  throw new Refusal('forbidden', 'Registration is closed here. Ask an admin of this server for an account.')
}

const nameTaken = () =>
  new Refusal('conflict', 'That username is taken, or looks like one that is.', {
    fields: { username: 'is taken, or looks like one that is: choose another' },
  })
