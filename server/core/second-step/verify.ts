import { Refusal } from '#protocol/errors.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import { countTry, forgiveTry, secondStepLimits } from '#server/core/accounts/limits.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import { checkCode, hashRecoveryCode, readCode } from './code.ts'
import { readDataKey } from './data-key.ts'
import { unseal } from './seal.ts'

/** Whether signing in with a password asks this person for a second step. */
export async function hasSecondStep(query: Query, userId: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM second_step WHERE user_id = $1 AND confirmed_at IS NOT NULL', [userId])
  return rows.length > 0
}

/**
 * Checks the second step: the code of the person's app, or one of their recovery codes, which is gone then. A code works once, for the
 * half minute it is shown and the ones before and after it [AW5]. Refuses with `invalid` (`fields.code`) and `rate_limited`.
 */
export async function requireCode(deps: AccountDeps, userId: string, typed: string): Promise<void> {
  const { pool } = deps.database
  const limits = secondStepLimits(deps.settings, userId)
  await countTry(pool, limits)
  const digits = readCode(typed)
  if (digits === null) await spendRecoveryCode(deps, userId, typed)
  else await transaction(pool, (query) => takeCode(query, deps, userId, digits))
  await forgiveTry(pool, limits)
}

async function spendRecoveryCode({ database }: AccountDeps, userId: string, typed: string) {
  const spent = await transaction(database.pool, (query) =>
    query('DELETE FROM recovery_code WHERE user_id = $1 AND hash = $2 RETURNING 1', [userId, hashRecoveryCode(typed)]),
  )
  if (spent.length === 0) throw wrong('is neither a code of your app nor one of your recovery codes')
}

/** The steps of a person's app, by the database's clock: hosts whose clocks differ agree. `first`: it was not confirmed yet. */
export async function takeCode(query: Query, { settings }: AccountDeps, userId: string, digits: string, first = false) {
  const [row] = await query<{ secret: string; last_step: number; now: number }>(
    `SELECT secret, last_step, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now FROM second_step
     WHERE user_id = $1 AND (confirmed_at IS NULL) = $2 FOR UPDATE`,
    [userId, first],
  )
  if (!row) throw wrong('is not asked for any more: begin again')
  const secret = unseal(await readDataKey(query, settings), row.secret, userId)
  if (secret === null) throw new Error('what codes are made from can’t be opened')
  const checked = checkCode(secret, digits, row.now)
  if (checked.is === 'off' && (first || checked.seconds < 0)) throw wrong(offInWords(checked.seconds))
  if (checked.is !== 'right') throw wrong('does not match. It changes every 30 seconds: type the one that is shown now')
  if (checked.step <= row.last_step) throw wrong('was used already. Wait for the next one')
  await query('UPDATE second_step SET last_step = $2, confirmed_at = coalesce(confirmed_at, now()) WHERE user_id = $1', [
    userId,
    checked.step,
  ])
}

const wrong = (fault: string) => new Refusal('invalid', `This code ${fault}.`, { fields: { code: fault } })

/**
 * What a wrong clock is told. At sign-in only a code that is over is told apart: whoever guesses must not learn which code comes next.
 */
function offInWords(seconds: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(seconds) / 60))
  const then = 'Have the device with the app set its clock by itself, then type the new code'
  return `is right for a clock that is ${minutes} min ${seconds < 0 ? 'behind' : 'ahead'}. ${then}`
}
