import { Refusal } from '#protocol/errors.ts'
import { hasSecondStep, requireCode } from '#server/core/second-step/verify.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { AccountDeps } from './account.ts'
import { countTry, forgiveTry, proofLimits } from './limits.ts'
import { isPassword } from './password.ts'

/** Who is signed in, and through which session. */
export type Self = { userId: string; sessionId: string }

/** What somebody who is signed in shows again before the ways into their account change. */
export type Proof = { password?: string | undefined; code?: string | undefined }

/** Without a password, a sign-in of this age is proof. */
const FRESH_MINUTES = 10

/**
 * Whether it is really them: a session that was left open is not enough to take an account over [AW4]. Their password; where they
 * have none, their second step; and without that a sign-in of the last ten minutes. Refuses with `invalid` (`fields.password`, `fields.code`), `forbidden` and `rate_limited`.
 */
export async function requireProof(deps: AccountDeps, self: Self, proof: Proof): Promise<void> {
  const { pool } = deps.database
  const [row] = await queryOn(pool)<{ password_hash: string | null; is_fresh: boolean }>(
    `SELECT u.password_hash, s.created_at > now() - make_interval(mins => $3) AS is_fresh
     FROM users u JOIN session s ON s.user_id = u.id WHERE u.id = $1 AND s.id = $2`,
    [self.userId, self.sessionId, FRESH_MINUTES],
  )
  if (!row) throw new Refusal('unauthorized', 'You are signed out. Sign in again.')
  if (row.password_hash === null) {
    if (await hasSecondStep(queryOn(pool), self.userId)) return requireCode(deps, self.userId, proof.code ?? '')
    if (row.is_fresh) return
    throw new Refusal('forbidden', `Sign out and in again, then do this within ${FRESH_MINUTES} minutes.`)
  }
  const limits = proofLimits(deps.settings, self.userId)
  await countTry(pool, limits)
  if (!(await isPassword(row.password_hash, proof.password ?? '')))
    throw new Refusal('invalid', 'That is not your password.', { fields: { password: 'is not your password' } })
  await forgiveTry(pool, limits)
}
