import { generateRegistrationOptions, type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server'
import { Refusal } from '#protocol/errors.ts'
import { PASSKEYS_MAX } from '#protocol/limits.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import { type Proof, requireProof, type Self } from '#server/core/accounts/proof.ts'
import { mintToken, spendToken } from '#server/core/accounts/tokens.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import { tellByMail } from '#server/mail/told.ts'
import type { PasskeyPlace } from './place.ts'

const MINUTES = 5
const UNIQUE_VIOLATION = '23505'

/** What a browser is asked to make a passkey of, and the token that takes what it made. */
export type PasskeyBegun = { options: object; state: string }

/** Begins to add a passkey. Refuses as `requireProof` does, and with `conflict` past twenty. */
export async function beginPasskey(deps: AccountDeps, self: Self, proof: Proof, place: PasskeyPlace): Promise<PasskeyBegun> {
  await requireProof(deps, self, proof)
  const query = queryOn(deps.database.pool)
  const held = await query<{ id: string }>('SELECT id FROM passkey WHERE user_id = $1', [self.userId])
  if (held.length >= PASSKEYS_MAX) throw new Refusal('conflict', `You have ${PASSKEYS_MAX} passkeys. Remove one first.`)
  const [person] = await query<{ username: string; display_name: string }>(
    'SELECT username, display_name FROM users WHERE id = $1',
    [self.userId],
  )
  const options = await generateRegistrationOptions({
    rpName: 'Parley',
    rpID: place.rpId,
    userID: new TextEncoder().encode(self.userId),
    userName: person!.username,
    userDisplayName: person!.display_name,
    attestationType: 'none',
    excludeCredentials: held,
    // It signs in by itself: it names the person, and asks them for a finger, a face or a PIN.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const data = { challenge: options.challenge }
  const { token } = await mintToken(query, { purpose: 'passkey', minutes: MINUTES, userId: self.userId, data })
  return { options, state: token }
}

/** Keeps what the browser made. Refuses with `not_found` when that took too long, and with `invalid` what can't be checked [AW7]. */
export async function finishPasskey(
  deps: AccountDeps,
  self: Self,
  given: { state: string; response: object; name: string },
  place: PasskeyPlace,
): Promise<void> {
  const { pool } = deps.database
  const held = await spendToken(queryOn(pool), 'passkey', given.state)
  if (held?.userId !== self.userId) throw new Refusal('not_found', 'That took too long. Begin again.')
  const { id, publicKey, counter, transports } = await verify(given.response, String(held.data.challenge), place)
  try {
    await transaction(pool, async (query) => {
      await query('INSERT INTO passkey (id, user_id, public_key, counter, transports, name) VALUES ($1, $2, $3, $4, $5, $6)', [
        id,
        self.userId,
        Buffer.from(publicKey),
        counter,
        transports ?? [],
        given.name,
      ])
      await tellByMail(query, deps.settings, self.userId, 'passkey-added')
    })
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error
    throw new Refusal('conflict', 'This passkey is somebody’s already.')
  }
}

async function verify(response: object, expectedChallenge: string, { rpId, origin }: PasskeyPlace) {
  const verified = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) throw new Refusal('invalid', 'This passkey can’t be checked. Begin again.')
  return verified.registrationInfo.credential
}
