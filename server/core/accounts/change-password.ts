import { Refusal } from '#protocol/errors.ts'
import { endSessions } from '#server/core/sessions/sessions.ts'
import { transaction } from '#server/database/transaction.ts'
import { tellByMail } from '#server/mail/told.ts'
import type { AccountDeps } from './account.ts'
import { hashPassword, passwordFault } from './password.ts'
import { type Proof, requireProof, type Self } from './proof.ts'
import { dropTokens } from './tokens.ts'

/** Refuses with `invalid` (`fields.newPassword`) a password that is too short or too long. */
export function requireGoodPassword(password: string): void {
  const fault = passwordFault(password)
  if (fault) throw new Refusal('invalid', `The password ${fault}.`, { fields: { newPassword: fault } })
}

/**
 * Gives somebody who is signed in a new password, or the first one. `endOthers` signs them out everywhere else; links for a new password
 * work no more in any case [AW4]. Answers how many sessions ended. Refuses as `requireProof` does, and with `invalid`.
 */
export async function changePassword(
  deps: AccountDeps,
  self: Self,
  wanted: { proof: Proof; password: string; endOthers: boolean },
): Promise<{ sessionsEnded: number }> {
  requireGoodPassword(wanted.password)
  await requireProof(deps, self, wanted.proof)
  const passwordHash = await hashPassword(wanted.password)
  return transaction(deps.database.pool, async (query) => {
    await query('UPDATE users SET password_hash = $2 WHERE id = $1', [self.userId, passwordHash])
    await dropTokens(query, self.userId)
    await tellByMail(query, deps.settings, self.userId, 'password')
    return { sessionsEnded: wanted.endOthers ? await endSessions(query, self.userId, 'password', self.sessionId) : 0 }
  })
}
