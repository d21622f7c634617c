import { Refusal } from '#protocol/errors.ts'
import type { UserRole } from '#protocol/models.ts'
import { audit } from '#server/core/audit/audit.ts'
import { removeSecondStep } from '#server/core/second-step/second-step.ts'
import { endSessions } from '#server/core/sessions/sessions.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import { type AccountDeps, lockOwners } from './account.ts'
import { forgiveAccount } from './limits.ts'
import { hashPassword, passwordFault } from './password.ts'
import { HANDED_MINUTES, type Link } from './reset.ts'
import { mintToken } from './tokens.ts'
import { normaliseUsername } from './username.ts'

/**
 * What an operator does to an account from the command line. Each refuses with `not_found` when nobody has that
 * username, and answers how many sessions it ended.
 */
type Ended = { sessionsEnded: number }

/**
 * Gives an account a new password, ends all its sessions and forgets its failed sign-ins. Refuses with `invalid`
 * (`fields.password`) a password that is too short or too long [A11].
 */
export async function resetPassword(deps: AccountDeps, username: string, password: string): Promise<Ended> {
  const fault = passwordFault(password)
  if (fault) throw new Refusal('invalid', `The password ${fault}.`, { fields: { password: fault } })
  const passwordHash = await hashPassword(password)
  const { pool } = deps.database
  const sessionsEnded = await transaction(pool, async (query) => {
    const person = await requirePerson(query, username)
    await query('UPDATE users SET password_hash = $2 WHERE id = $1', [person.id, passwordHash])
    const ended = await endSessions(query, person.id, 'password')
    await audit(query, { by: 'operator', act: 'account:password', kind: 'account', id: person.id, userId: person.id })
    return ended
  })
  await forgiveAccount(pool, normaliseUsername(username))
  return { sessionsEnded }
}

/**
 * Gives an account another role and ends its sessions, so that nothing goes on under the old one [A11]. Refuses with
 * `forbidden` to take the role from the last owner, also when all owners are taken it at once [A15].
 */
export async function promote(deps: AccountDeps, username: string, role: UserRole): Promise<Ended> {
  return transaction(deps.database.pool, async (query) => {
    await lockOwners(query)
    const person = await requirePerson(query, username)
    if (person.role === role) return { sessionsEnded: 0 }
    if (person.role === 'owner') await requireAnotherOwner(query, person.id)
    await query('UPDATE users SET role = $2::user_role WHERE id = $1', [person.id, role])
    const sessionsEnded = await endSessions(query, person.id, 'role')
    await query('UPDATE user_head SET me_rev = me_rev + 1 WHERE user_id = $1', [person.id])
    await notify(query, { person: person.id })
    await audit(query, {
      ...{ by: 'operator', act: 'account:role', kind: 'account', id: person.id, userId: person.id },
      ...{ before: person.role, after: role },
    })
    return { sessionsEnded }
  })
}

/** A link with which somebody sets a new password, for a day [AW3]. */
export async function makeResetLinkFor(deps: AccountDeps, username: string): Promise<Link> {
  return transaction(deps.database.pool, async (query) => {
    const { id } = await requirePerson(query, username)
    const link = await mintToken(query, { purpose: 'reset', minutes: HANDED_MINUTES, userId: id })
    await audit(query, { by: 'operator', act: 'account:reset-link', kind: 'account', id, userId: id })
    return link
  })
}

/** For somebody whose phone and recovery codes are lost. Ends their sessions too. False where there was no second step [AW5]. */
export async function takeSecondStep(deps: AccountDeps, username: string): Promise<boolean> {
  return transaction(deps.database.pool, async (query) => {
    const person = await requirePerson(query, username)
    const had = await removeSecondStep(query, deps, person.id)
    if (!had) return false
    await endSessions(query, person.id)
    await audit(query, { by: 'operator', act: 'account:second-step', kind: 'account', id: person.id, userId: person.id })
    return true
  })
}

/** Signs an account out everywhere [A11]. */
export async function endSessionsOf(deps: AccountDeps, username: string): Promise<Ended> {
  return transaction(deps.database.pool, async (query) => {
    const person = await requirePerson(query, username)
    const sessionsEnded = await endSessions(query, person.id)
    await audit(query, { by: 'operator', act: 'session:end', kind: 'account', id: person.id, userId: person.id })
    return { sessionsEnded }
  })
}

async function requirePerson(query: Query, username: string): Promise<{ id: string; role: UserRole }> {
  const [person] = await query<{ id: string; role: UserRole }>(
    'SELECT id, role FROM users WHERE username = $1 FOR NO KEY UPDATE',
    [normaliseUsername(username)],
  )
  if (!person) throw new Refusal('not_found', `Nobody here is called ${username}.`)
  return person
}

async function requireAnotherOwner(query: Query, id: string) {
  const [other] = await query("SELECT 1 FROM users WHERE role = 'owner' AND id <> $1 AND deactivated_at IS NULL LIMIT 1", [id])
  if (!other) throw new Refusal('forbidden', 'The last owner stays owner. Make somebody else owner first.')
}
