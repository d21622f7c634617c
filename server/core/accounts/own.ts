import { Refusal } from '#protocol/errors.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { AccountDeps } from './account.ts'

export type OwnAccount = {
  username: string
  email: string | null
  hasPassword: boolean
  hasSecondStep: boolean
  recoveryCodes: number
  providers: string[]
}

/** What a person's own account is made of. Nobody else is told any of it. */
export async function readAccount(deps: AccountDeps, userId: string): Promise<OwnAccount> {
  const [row] = await queryOn(deps.database.pool)<OwnAccount>(
    `SELECT username, email, password_hash IS NOT NULL AS "hasPassword",
       EXISTS (SELECT 1 FROM second_step s WHERE s.user_id = u.id AND s.confirmed_at IS NOT NULL) AS "hasSecondStep",
       (SELECT count(*)::int FROM recovery_code c WHERE c.user_id = u.id) AS "recoveryCodes",
       ARRAY(SELECT DISTINCT provider FROM account a WHERE a.user_id = u.id ORDER BY 1) AS providers
     FROM users u WHERE id = $1`,
    [userId],
  )
  if (!row) throw new Refusal('unauthorized', 'You are signed out. Sign in again.')
  return row
}
