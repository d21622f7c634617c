import { Refusal } from '#protocol/errors.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { wantConfirmMail } from '#server/mail/confirm-job.ts'
import { hasMail } from '#server/mail/mail.ts'
import { tellByMail } from '#server/mail/told.ts'
import type { AccountDeps } from './account.ts'
import { normaliseEmail } from './email.ts'
import { takenColumn } from './insert-account.ts'
import { countTry, emailLimits } from './limits.ts'
import { type Proof, requireProof, type Self } from './proof.ts'
import { dropTokens, findToken, spendToken } from './tokens.ts'

/**
 * Changes one's e-mail address, or with an empty one takes it away. Where mail is sent the new one is used once the link that goes there
 * was opened; the former one stays until then and is told [AW8]. Refuses as `requireProof` does, with `invalid` (`fields.email`),
 * `rate_limited`, and, where no mail is sent, `conflict` for an address that is somebody else's.
 */
export async function changeEmail(
  deps: AccountDeps,
  self: Self,
  wanted: { proof: Proof; email: string },
): Promise<{ isSent: boolean }> {
  const email = wanted.email.trim() === '' ? null : normaliseEmail(wanted.email)
  if (email === null && wanted.email.trim() !== '') {
    throw new Refusal('invalid', 'Check what is marked.', { fields: { email: 'must be an address like name@example.org' } })
  }
  await requireProof(deps, self, wanted.proof)
  await countTry(deps.database.pool, emailLimits(self.userId))
  if (email === null || !hasMail(deps.settings)) {
    await putAddress(deps, self.userId, email)
    return { isSent: false }
  }
  await wantConfirmMail(queryOn(deps.database.pool), self.userId, email)
  return { isSent: true }
}

/** Which address a link confirms, and of whom; null when it does nothing any more. */
export async function findNewEmail(query: Query, token: string): Promise<{ username: string; email: string } | null> {
  const held = await findToken(query, 'email', token)
  const [person] = held
    ? await query<{ username: string }>('SELECT username FROM users WHERE id = $1 AND deactivated_at IS NULL', [held.userId])
    : []
  return held && person ? { username: person.username, email: String(held.data.email) } : null
}

/** Uses the address whose link was opened. Refuses with `not_found` and `conflict`. */
export async function confirmEmail(deps: AccountDeps, token: string): Promise<void> {
  const held = await spendToken(queryOn(deps.database.pool), 'email', token)
  if (!held?.userId) throw new Refusal('not_found', 'This link was used already or has ended. Change the address again.')
  await putAddress(deps, held.userId, String(held.data.email))
}

async function putAddress({ database, settings }: AccountDeps, userId: string, email: string | null): Promise<void> {
  try {
    await transaction(database.pool, async (query) => {
      const [person] = await query<{ email: string | null }>(
        'SELECT email FROM users WHERE id = $1 AND deactivated_at IS NULL FOR NO KEY UPDATE',
        [userId],
      )
      if (!person || person.email === email) return
      await query('UPDATE users SET email = $2 WHERE id = $1', [userId, email])
      // Links that went to the former address are not its owner's to use any more.
      await dropTokens(query, userId, 'reset')
      await dropTokens(query, userId, 'email')
      if (person.email) await tellByMail(query, settings, userId, 'email', person.email)
    })
  } catch (error) {
    if (takenColumn(error) !== 'email') throw error
    throw new Refusal('conflict', 'This address can’t be used here. Choose another.')
  }
}
