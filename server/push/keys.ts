import { createECDH, hkdfSync } from 'node:crypto'
import type { Env } from '#server/env.ts'

export type ServerKey = { publicKey: string; privateKey: string }

/** The order of P-256: a private key is a number from 1 to below it (SEC 2, 2.4.2). */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

/** The key that push services know a secret's installation by (RFC 8292): made from the secret, so that every node has it and nothing is stored. */
function keyOf(secret: string): ServerKey {
  for (let attempt = 0; ; attempt++) {
    const bytes = Buffer.from(hkdfSync('sha256', secret, 'parley', `push ${attempt}`, 32))
    const number = BigInt(`0x${bytes.toString('hex')}`)
    if (number === 0n || number >= ORDER) continue
    const pair = createECDH('prime256v1')
    pair.setPrivateKey(bytes)
    return { publicKey: pair.getPublicKey('base64url'), privateKey: bytes.toString('base64url') }
  }
}

/** The key of now, and during a change of the secret the former one, for browsers that have not been back since. */
export function serverKeys(env: Pick<Env, 'NEXTAUTH_SECRET' | 'NEXTAUTH_SECRET_PREVIOUS'>): [ServerKey, ...ServerKey[]] {
  const { NEXTAUTH_SECRET, NEXTAUTH_SECRET_PREVIOUS } = env
  return [keyOf(NEXTAUTH_SECRET), ...(NEXTAUTH_SECRET_PREVIOUS ? [keyOf(NEXTAUTH_SECRET_PREVIOUS)] : [])]
}
