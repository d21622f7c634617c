import { renderSVG } from 'uqr'
import { Refusal } from '#protocol/errors.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import { countTry, forgiveTry, secondStepLimits } from '#server/core/accounts/limits.ts'
import { type Proof, requireProof, type Self } from '#server/core/accounts/proof.ts'
import { dropTokens } from '#server/core/accounts/tokens.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { tellByMail } from '#server/mail/told.ts'
import { addressOf, hashRecoveryCode, makeRecoveryCodes, makeSecret, readCode } from './code.ts'
import { readDataKey } from './data-key.ts'
import { seal } from './seal.ts'
import { requireCode, takeCode } from './verify.ts'

/** What an app is shown once: a picture to scan, as the address of an image, and the same to type. */
export type Enrolment = { picture: string; secret: string }

/**
 * Begins to add an app. Nothing is asked at sign-in before a first code was right; beginning again shows another picture. Refuses as
 * `requireProof` does, and with `conflict` where there is one already.
 */
export async function beginSecondStep(deps: AccountDeps, self: Self, proof: Proof, issuer: string): Promise<Enrolment> {
  await requireProof(deps, self, proof)
  const query = queryOn(deps.database.pool)
  const secret = makeSecret()
  const sealed = seal(await readDataKey(query, deps.settings), secret, self.userId)
  const [row] = await query<{ username: string }>(
    `WITH put AS (
       INSERT INTO second_step AS s (user_id, secret) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = 0, created_at = now() WHERE s.confirmed_at IS NULL
       RETURNING user_id)
     SELECT u.username FROM put JOIN users u ON u.id = put.user_id`,
    [self.userId, sealed],
  )
  if (!row) throw new Refusal('conflict', 'A second step is on already. Turn it off first.')
  const picture = renderSVG(addressOf(secret, row.username, issuer), { border: 2 })
  return { picture: `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`, secret }
}

/** Turns it on with a first code, and answers ten recovery codes, which are shown once. Refuses as `requireCode` does. */
export async function confirmSecondStep(deps: AccountDeps, self: Self, typed: string): Promise<{ codes: string[] }> {
  const { pool } = deps.database
  const limits = secondStepLimits(deps.settings, self.userId)
  await countTry(pool, limits)
  const digits = readCode(typed)
  if (digits === null) throw new Refusal('invalid', 'Type six digits.', { fields: { code: 'must be six digits' } })
  const codes = await transaction(pool, async (query) => {
    await takeCode(query, deps, self.userId, digits, true)
    // A password that was typed before and waits for its second step asked for none.
    await dropTokens(query, self.userId, 'sign-in')
    await tellByMail(query, deps.settings, self.userId, 'second-step-on')
    return replaceCodes(query, self.userId)
  })
  await forgiveTry(pool, limits)
  return { codes }
}

/** Ten new recovery codes; the former ones work no more. Asks for a code of the app, or one of the former ones. */
export async function renewRecoveryCodes(deps: AccountDeps, self: Self, code: string): Promise<{ codes: string[] }> {
  await requireCode(deps, self.userId, code)
  return { codes: await transaction(deps.database.pool, (query) => replaceCodes(query, self.userId)) }
}

/** Turns it off. Asks for a code of the app or a recovery code: the password alone is not enough. */
export async function endSecondStep(deps: AccountDeps, self: Self, code: string): Promise<void> {
  await requireCode(deps, self.userId, code)
  await transaction(deps.database.pool, (query) => removeSecondStep(query, deps, self.userId))
}

/** Takes the second step of a person away, in the caller's transaction, and tells them. False where there was none. */
export async function removeSecondStep(
  query: Query,
  { settings }: Pick<AccountDeps, 'settings'>,
  userId: string,
): Promise<boolean> {
  const gone = await query('DELETE FROM second_step WHERE user_id = $1 RETURNING 1', [userId])
  await query('DELETE FROM recovery_code WHERE user_id = $1', [userId])
  if (gone.length > 0) await tellByMail(query, settings, userId, 'second-step-off')
  return gone.length > 0
}

async function replaceCodes(query: Query, userId: string): Promise<string[]> {
  const codes = makeRecoveryCodes()
  await query('DELETE FROM recovery_code WHERE user_id = $1', [userId])
  await query('INSERT INTO recovery_code (user_id, hash) SELECT $1, unnest($2::text[])', [userId, codes.map(hashRecoveryCode)])
  return codes
}
