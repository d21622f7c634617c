import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { Refusal } from '#protocol/errors.ts'
import { TOKEN_TTL_MS } from '#protocol/limits.ts'
import { id } from '#protocol/scalars.ts'
import { deriveKey } from './keys.ts'

const ALGORITHM = 'HS256'
const AUDIENCE = 'socket'
const ISSUER = 'parley'
const TYPE = 'parley-socket+jwt'
const PURPOSE = 'socket token v1'
/** Clocks of two hosts may differ by this much. It never makes a token live longer. */
export const SKEW_MS = 30_000
const SKEW_SECONDS = SKEW_MS / 1_000

/** Who a socket token speaks for. */
export type SocketClaims = { userId: string; sessionId: string; sessionVersion: number }

const payload = z.object({ sub: id, sid: id, ver: z.int().min(1), iat: z.int(), exp: z.int() })

/**
 * Signs a token for the handshake: five minutes, for `aud: socket` only, with a key derived from `secret` (RFC 7519,
 * RFC 8725). `now` is in milliseconds.
 */
export async function mintSocketToken(
  claims: SocketClaims,
  secret: string,
  now = Date.now(),
): Promise<{ token: string; expiresAt: Date }> {
  const issued = Math.floor(now / 1_000)
  const expires = issued + TOKEN_TTL_MS / 1_000
  const token = await new SignJWT({ sid: claims.sessionId, ver: claims.sessionVersion })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setSubject(claims.userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issued)
    .setNotBefore(issued)
    .setExpirationTime(expires)
    .sign(deriveKey(secret, PURPOSE))
  return { token, expiresAt: new Date(expires * 1_000) }
}

/**
 * Reads a handshake's token. `secrets` are the present one and, during a rotation, the former one. Refuses with
 * `token_expired` what was good until it ended, or is not good yet because two clocks differ (a fresh one helps, now or once
 * they agree), and with `unauthorized` everything else [A14].
 */
export async function verifySocketToken(
  token: unknown,
  secrets: readonly [string, (string | undefined)?],
  now = Date.now(),
): Promise<SocketClaims> {
  if (typeof token !== 'string') throw refused()
  for (const secret of secrets) {
    if (secret === undefined) continue
    const verified = await verifyWith(token, secret, now)
    if (verified) return verified
  }
  throw refused()
}

const refused = () => new Refusal('unauthorized', 'This connection has no valid token. Sign in again.')
const expired = () => new Refusal('token_expired', 'This token has ended. Ask for a fresh one.')
/** Nobody is signed out because a host's clock is wrong. */
const early = () =>
  new Refusal('token_expired', 'This token is not good yet: the clocks of two hosts differ. Ask for a fresh one.')

/** The claims, or null when another secret may have signed it. */
async function verifyWith(token: string, secret: string, now: number): Promise<SocketClaims | null> {
  try {
    const verified = await jwtVerify(token, deriveKey(secret, PURPOSE), {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      issuer: ISSUER,
      typ: TYPE,
      requiredClaims: ['sub', 'iat', 'exp', 'nbf'],
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(now),
    })
    return toClaims(verified.payload, now / 1_000)
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw expired()
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf' && error.reason === 'check_failed')
      throw early()
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

function toClaims(verified: unknown, nowSeconds: number): SocketClaims {
  const parsed = payload.safeParse(verified)
  if (!parsed.success) throw refused()
  const { sub, sid, ver, iat, exp } = parsed.data
  if (exp - iat > TOKEN_TTL_MS / 1_000) throw refused()
  if (iat > nowSeconds + SKEW_SECONDS) throw early()
  // The tolerance above is for nbf alone: an ended token is ended.
  if (exp <= nowSeconds) throw expired()
  return { userId: sub, sessionId: sid, sessionVersion: ver }
}
