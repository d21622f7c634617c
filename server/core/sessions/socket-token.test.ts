import { SignJWT, UnsecuredJWT } from 'jose'
import { encode } from 'next-auth/jwt'
import { describe, expect, it } from 'vitest'
import { deriveKey } from './keys.ts'
import { mintSocketToken, verifySocketToken } from './socket-token.ts'

const SECRET = 'the present secret, long enough to pass'
const FORMER = 'the former secret, long enough to pass'
const claims = {
  userId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  sessionId: '7f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  sessionVersion: 3,
}
const NOW = Date.UTC(2026, 0, 1)
const seconds = NOW / 1_000
const KEY = deriveKey(SECRET, 'socket token v1')

const code = async (token: unknown, now = NOW) => {
  try {
    await verifySocketToken(token, [SECRET], now)
    return 'ok'
  } catch (error) {
    return (error as { code: string }).code
  }
}

type Changed = Partial<{
  alg: string
  typ: string
  aud: string
  iss: string
  sub: string
  iat: number
  nbf: number
  exp: number
  kid: string
  key: Uint8Array
  ver: unknown
}>
/** A token that is right but for what is changed. */
const forge = (changed: Changed = {}) =>
  new SignJWT({ sid: claims.sessionId, ver: changed.ver ?? 3 })
    .setProtectedHeader({
      alg: changed.alg ?? 'HS256',
      typ: changed.typ ?? 'parley-socket+jwt',
      ...(changed.kid ? { kid: changed.kid } : {}),
    })
    .setSubject(changed.sub ?? claims.userId)
    .setIssuer(changed.iss ?? 'parley')
    .setAudience(changed.aud ?? 'socket')
    .setIssuedAt(changed.iat ?? seconds)
    .setNotBefore(changed.nbf ?? seconds)
    .setExpirationTime(changed.exp ?? seconds + 300)
    .sign(changed.key ?? KEY)

describe('socket tokens', () => {
  it('A14 a token says who, for five minutes', async () => {
    const { token, expiresAt } = await mintSocketToken(claims, SECRET, NOW)
    expect(expiresAt.getTime()).toBe(NOW + 300_000)
    await expect(verifySocketToken(token, [SECRET], NOW)).resolves.toEqual(claims)
    await expect(verifySocketToken(token, [SECRET], NOW + 299_000)).resolves.toEqual(claims)
  })

  it('A14 an ended token is told so, with no leeway', async () => {
    const { token } = await mintSocketToken(claims, SECRET, NOW)
    expect(await code(token, NOW + 300_000)).toBe('token_expired')
    expect(await code(token, NOW + 331_000)).toBe('token_expired')
  })

  it('A14 the former secret opens tokens during a rotation, a third one never', async () => {
    const { token } = await mintSocketToken(claims, FORMER, NOW)
    await expect(verifySocketToken(token, [SECRET, FORMER], NOW)).resolves.toEqual(claims)
    expect(await code(token)).toBe('unauthorized')
  })

  it('A14 the forgery below is refused for what is changed in it: unchanged it passes', async () => {
    expect(await code(await forge())).toBe('ok')
  })

  it.each<[string, Changed]>([
    ['another audience', { aud: 'web' }],
    ['another issuer', { iss: 'somebody' }],
    ['another type', { typ: 'JWT' }],
    ['another algorithm of the family', { alg: 'HS512' }],
    ['another key', { key: deriveKey(FORMER, 'socket token v1') }],
    ['the secret itself as key', { key: new TextEncoder().encode(SECRET) }],
    ['a key for another purpose', { key: deriveKey(SECRET, 'another purpose') }],
    ['a longer life', { exp: seconds + 301 }],
    ['a life of years', { exp: seconds + 1e8 }],
    ['a subject that is no id', { sub: 'admin' }],
    ['a version that is no number', { ver: '3' }],
    ['a version of null', { ver: 0 }],
  ])('A14 refuses %s', async (_, changed) => {
    expect(await code(await forge(changed))).toBe('unauthorized')
  })

  it.each<[string, Changed]>([
    ['a beginning that lies ahead', { nbf: seconds + 31 }],
    ['an issue that lies ahead', { iat: seconds + 31, exp: seconds + 300 }],
    ['both', { nbf: seconds + 600, iat: seconds + 600, exp: seconds + 900 }],
  ])('A14 refuses %s like what has ended: a wrong clock signs nobody out', async (_, changed) => {
    expect(await code(await forge(changed))).toBe('token_expired')
  })

  it('A14 a beginning that is no time is no wrong clock', async () => {
    const token = await new SignJWT({ sid: claims.sessionId, ver: 3, nbf: 'soon' as unknown as number })
      .setProtectedHeader({ alg: 'HS256', typ: 'parley-socket+jwt' })
      .setSubject(claims.userId)
      .setIssuer('parley')
      .setAudience('socket')
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 300)
      .sign(KEY)
    expect(await code(token)).toBe('unauthorized')
  })

  it('A14 clocks may differ by 30 s', async () => {
    expect(await code(await forge({ nbf: seconds + 29, iat: seconds + 29, exp: seconds + 300 }))).toBe('ok')
  })

  it('A14 a key id is not read', async () => {
    expect(await code(await forge({ kid: '../../dev/null' }))).toBe('ok')
  })

  it('A14 refuses alg none', async () => {
    const token = new UnsecuredJWT({ sid: claims.sessionId, ver: 3 })
      .setSubject(claims.userId)
      .setIssuer('parley')
      .setAudience('socket')
      .setIssuedAt(seconds)
      .setNotBefore(seconds)
      .setExpirationTime(seconds + 300)
      .encode()
    expect(await code(token)).toBe('unauthorized')
  })

  it('A14 refuses a session cookie of next-auth, made with the same secret', async () => {
    const cookie = await encode({ token: { sub: claims.userId, sid: claims.sessionId, ver: 3 }, secret: SECRET })
    expect(await code(cookie)).toBe('unauthorized')
  })

  it.each([undefined, null, 7, {}, [], '', '.', '..', 'a.b.c', 'é', '\u0000', 'x'.repeat(100_000)])(
    'A14 refuses %j',
    async (token) => {
      expect(await code(token)).toBe('unauthorized')
    },
  )
})
