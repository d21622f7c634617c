import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '#server/core/sessions/keys.ts'

const PURPOSE = 'between nodes v1'
/** HMAC-SHA256 cut to 128 bits (RFC 2104, section 5). */
const SEAL_BYTES = 16

export type Seal = {
  /** The message with its seal in front. */
  seal(message: Buffer | string): Buffer
  /** The message, or null when it was not sealed by a node of this installation. */
  open(sealed: Buffer): Buffer | null
}

/**
 * Seals what nodes tell each other: whoever can publish in Redis can neither forge a frame nor make a node act [L23].
 * `secrets` are the installation's and, during a rotation, the former one.
 */
export function createSeal(secrets: readonly [string, (string | undefined)?]): Seal {
  const keys = secrets.flatMap((secret) => (secret === undefined ? [] : [deriveKey(secret, PURPOSE)]))
  const sealOf = (key: Uint8Array, message: Buffer) => createHmac('sha256', key).update(message).digest().subarray(0, SEAL_BYTES)

  return {
    seal(message) {
      const bytes = typeof message === 'string' ? Buffer.from(message) : message
      return Buffer.concat([sealOf(keys[0]!, bytes), bytes])
    },
    open(sealed) {
      if (sealed.length < SEAL_BYTES) return null
      const [shown, message] = [sealed.subarray(0, SEAL_BYTES), sealed.subarray(SEAL_BYTES)]
      return keys.some((key) => timingSafeEqual(sealOf(key, message), shown)) ? message : null
    },
  }
}
