import { Refusal } from '#protocol/errors.ts'
import type { UserRole } from '#protocol/models.ts'
import type { Actor } from '#server/core/actor.ts'
import { audit } from '#server/core/audit/audit.ts'
import { mayEndSessionsOf, mayOversee } from '#server/core/sessions/ending.ts'
import { endSessions } from '#server/core/sessions/sessions.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { wantResetMail } from '#server/mail/reset-job.ts'
import { tellByMail } from '#server/mail/told.ts'
import type { AccountDeps } from './account.ts'
import { requireGoodPassword } from './change-password.ts'
import { normaliseEmail } from './email.ts'
import { countTry, forgiveAccount, resetLimits } from './limits.ts'
import { hashPassword } from './password.ts'
import { dropTokens, findToken, mintToken, spendToken } from './tokens.ts'

/** How long a link lasts that an admin hands over. */
export const HANDED_MINUTES = 1_440

/**
 * Has the link for a new password sent to an address, if it is somebody's. What is answered and what is done until then are the same
 * whether it is or not [AW2]. Refuses with `invalid` and `rate_limited`.
 */
export async function askForReset(deps: AccountDeps, typed: string, caller: { address: string | null }): Promise<void> {
  const email = normaliseEmail(typed)
  if (email === null) {
    const fault = 'must be an address like name@example.org'
    throw new Refusal('invalid', 'Check what is marked.', { fields: { email: fault } })
  }
  await countTry(deps.database.pool, resetLimits(email, caller.address))
  await wantResetMail(queryOn(deps.database.pool), email)
}

/** Whose password a link sets; null when it does nothing any more. */
export async function findReset(query: Query, token: string): Promise<{ username: string } | null> {
  const held = await findToken(query, 'reset', token)
  const [person] = held
    ? await query<{ username: string }>('SELECT username FROM users WHERE id = $1 AND deactivated_at IS NULL', [held.userId])
    : []
  return person ?? null
}

/**
 * Sets a new password by a link, ends all sessions and forgets failed sign-ins: whoever was locked out comes in, whoever had the old
 * password goes [AW3]. Refuses with `invalid` (`fields.newPassword`) and with `not_found` a link that was used or has ended.
 */
export async function resetByLink(deps: AccountDeps, token: string, password: string): Promise<{ username: string }> {
  requireGoodPassword(password)
  const { pool } = deps.database
  // Before the work of hashing: nobody has a host do that for nothing.
  if (!(await findReset(queryOn(pool), token))) throw linkEnded()
  const passwordHash = await hashPassword(password)
  const username = await transaction(pool, async (query) => {
    const held = await spendToken(query, 'reset', token)
    const [person] = await query<{ username: string }>(
      'UPDATE users SET password_hash = $2 WHERE id = $1 AND deactivated_at IS NULL RETURNING username',
      [held?.userId ?? null, passwordHash],
    )
    if (!held?.userId || !person) throw linkEnded()
    await dropTokens(query, held.userId)
    await endSessions(query, held.userId, 'password')
    await tellByMail(query, deps.settings, held.userId, 'password')
    return person.username
  })
  await forgiveAccount(pool, username)
  return { username }
}

const linkEnded = () => new Refusal('not_found', 'This link was used already or has ended. Ask for a new one.')

export type Link = { token: string; expiresAt: Date }

/**
 * A link for a new password, made by an installation's owner or admin for somebody below them, who is told by mail where that goes [AW3].
 * To everybody else it is `forbidden`; a person who is not there is `not_found`.
 */
export async function makeResetLink(deps: AccountDeps, actor: Actor, userId: string): Promise<Link> {
  if (!mayOversee(actor.user.role)) throw new Refusal('forbidden', 'Owners and admins of this server do that.')
  return transaction(deps.database.pool, async (query) => {
    const [person] = await query<{ id: string; role: UserRole }>(
      'SELECT id, role FROM users WHERE id = $1 AND deactivated_at IS NULL',
      [userId],
    )
    if (!person) throw new Refusal('not_found', 'There is no such person.')
    if (person.id === actor.user.id) throw new Refusal('forbidden', 'Change your own password in your settings.')
    if (!mayEndSessionsOf(actor.user, person)) throw new Refusal('forbidden', 'Their role is not below yours.')
    await tellByMail(query, deps.settings, person.id, 'reset-link')
    const link = await mintToken(query, { purpose: 'reset', minutes: HANDED_MINUTES, userId: person.id })
    const by = { id: actor.user.id }
    await audit(query, { by, act: 'account:reset-link', kind: 'account', id: person.id, userId: person.id })
    return link
  })
}
