import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'
import { Refusal } from '#protocol/errors.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import { countTry, passkeyLimits } from '#server/core/accounts/limits.ts'
import { mintSignIn } from '#server/core/accounts/sign-in.ts'
import { mintToken, spendToken } from '#server/core/accounts/tokens.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { PasskeyBegun } from './adding.ts'
import type { PasskeyPlace } from './place.ts'

const MINUTES = 5

type Row = { user_id: string; public_key: Buffer; counter: number }

/** What a browser is asked to sign, by whichever of its passkeys. Refuses with `rate_limited`. */
export async function askForPasskey(
  deps: AccountDeps,
  place: PasskeyPlace,
  caller: { address: string | null },
): Promise<PasskeyBegun> {
  const { pool } = deps.database
  await countTry(pool, passkeyLimits(deps.settings, caller.address))
  const options = await generateAuthenticationOptions({ rpID: place.rpId, userVerification: 'required' })
  const data = { challenge: options.challenge }
  const { token } = await mintToken(queryOn(pool), { purpose: 'passkey', minutes: MINUTES, data })
  return { options, state: token }
}

/**
 * Whose passkey signed. Answers what next-auth makes the session of; no second step is asked for, since a passkey is held and unlocked.
 * What was signed is good once [AW7]. Refuses with `not_found` when that took too long, and with `unauthorized` alike what is not known,
 * was removed, or does not fit.
 */
export async function signInWithPasskey(
  deps: AccountDeps,
  given: { state: string; response: { id: string } },
  place: PasskeyPlace,
): Promise<{ token: string }> {
  const query = queryOn(deps.database.pool)
  const held = await spendToken(query, 'passkey', given.state)
  // One that a person began for adding a passkey signs nobody in.
  if (!held || held.userId !== null) throw new Refusal('not_found', 'That took too long. Try again.')
  const { id } = given.response
  const [row] = await query<Row>('SELECT user_id, public_key, counter FROM passkey WHERE id = $1', [id])
  const verified =
    row &&
    (await verifyAuthenticationResponse({
      response: given.response as AuthenticationResponseJSON,
      expectedChallenge: String(held.data.challenge),
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      credential: { id, publicKey: new Uint8Array(row.public_key), counter: row.counter },
      requireUserVerification: true,
    }).catch(() => null))
  if (!row || !verified?.verified) throw new Refusal('unauthorized', 'This passkey is not known here. Sign in another way.')
  await query('UPDATE passkey SET counter = $2, last_used_at = now() WHERE id = $1', [id, verified.authenticationInfo.newCounter])
  return mintSignIn(deps, row.user_id)
}
