import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** Seconds a code is shown for, and how many of those before and after now are taken: a clock may be half a minute off. */
const PERIOD = 30
const LEEWAY = 1
/** How far off (in codes) a clock is still told by its code: ten minutes. */
const TOLD = 20
export const RECOVERY_CODES = 10
/** 80 bits each: a fast hash keeps them. */
const RECOVERY_BYTES = 10

const totp = (secret: string, label = '', issuer = '') =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD })

/** 160 bits, as RFC 4226 asks for, in base32. */
export const makeSecret = (): string => new Secret({ size: 20 }).base32

/** What an app reads from the QR code. */
export const addressOf = (secret: string, username: string, issuer: string): string => totp(secret, username, issuer).toString()

/** What a code says: right, and of which time step; right for a clock that is this many seconds behind (-) or ahead; or wrong. */
export type Checked = { is: 'right'; step: number } | { is: 'off'; seconds: number } | { is: 'wrong' }

/** Checks the six digits of an app. `now` in milliseconds (RFC 6238). */
export function checkCode(secret: string, code: string, now: number): Checked {
  const delta = totp(secret).validate({ token: code, timestamp: now, window: TOLD })
  if (delta === null) return { is: 'wrong' }
  if (Math.abs(delta) > LEEWAY) return { is: 'off', seconds: delta * PERIOD }
  return { is: 'right', step: Math.floor(now / 1_000 / PERIOD) + delta }
}

/** Whether what was typed is an app's code; spaces do not count. Null when it is not. */
export function readCode(typed: string): string | null {
  const digits = typed.replace(/\s/g, '')
  return /^[0-9]{6}$/.test(digits) ? digits : null
}

/** Ten codes as they are shown: `abcd-efgh-ijkl-mnop`. */
export const makeRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const letters = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32.toLowerCase()
    return letters.match(/.{4}/g)!.join('-')
  })

/** What is kept of one; how it was typed does not count. */
export const hashRecoveryCode = (typed: string): string =>
  createHash('sha256')
    .update(typed.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest('base64url')
