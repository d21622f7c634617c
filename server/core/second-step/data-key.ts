import { randomBytes } from 'node:crypto'
import { Refusal } from '#protocol/errors.ts'
import { deriveKey } from '#server/core/sessions/keys.ts'
import type { Query } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { seal, unseal } from './seal.ts'

export type Secrets = Pick<Env, 'NEXTAUTH_SECRET' | 'NEXTAUTH_SECRET_PREVIOUS'>

const ABOUT = 'data key'
const wrappingKey = (secret: string) => deriveKey(secret, 'data key v1')
const KEY_BYTES = 32

/**
 * The key that seals what must be read again, as the secrets that codes are made from. It is stored sealed with the installation's
 * secret, so a change of that seals one row anew and nothing else: the first who opens it with the former secret does [AW5]. Refuses with
 * `unavailable` when neither secret opens it.
 */
export async function readDataKey(query: Query, { NEXTAUTH_SECRET, NEXTAUTH_SECRET_PREVIOUS }: Secrets): Promise<Uint8Array> {
  const sealed = await readOrMake(query, NEXTAUTH_SECRET)
  const opened = unseal(wrappingKey(NEXTAUTH_SECRET), sealed, ABOUT)
  if (opened !== null) return Buffer.from(opened, 'base64url')
  const former = NEXTAUTH_SECRET_PREVIOUS ? unseal(wrappingKey(NEXTAUTH_SECRET_PREVIOUS), sealed, ABOUT) : null
  if (former === null)
    throw new Refusal(
      'unavailable',
      'Codes can’t be checked: this server’s secret was changed. Use a recovery code, or ask an admin.',
    )
  await query('UPDATE installation SET data_key = $1 WHERE data_key = $2', [
    seal(wrappingKey(NEXTAUTH_SECRET), former, ABOUT),
    sealed,
  ])
  return Buffer.from(former, 'base64url')
}

/** As it is stored. Of several who make the first one, one is kept. */
async function readOrMake(query: Query, secret: string): Promise<string> {
  const read = async () =>
    (await query<{ data_key: string | null }>('SELECT data_key FROM installation WHERE id = 1'))[0]?.data_key
  const there = await read()
  if (there) return there
  const made = seal(wrappingKey(secret), randomBytes(KEY_BYTES).toString('base64url'), ABOUT)
  await query('UPDATE installation SET data_key = $1 WHERE id = 1 AND data_key IS NULL', [made])
  const kept = await read()
  if (!kept) throw new Error('the database has no installation row: run the migrations')
  return kept
}
