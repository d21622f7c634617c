import { decode, encode, type JWT } from 'next-auth/jwt'
import { z } from 'zod'
import { id } from '#protocol/scalars.ts'
import type { SocketClaims } from '#server/core/sessions/socket-token.ts'
import { pageEnv } from './env.ts'

const DAY_SECONDS = 86_400

/** next-auth's own names: a Secure cookie carries a prefix that browsers enforce. */
export const sessionCookieName = (isSecure: boolean) => `${isSecure ? '__Secure-' : ''}next-auth.session-token`

export const sessionCookieSeconds = () => pageEnv().SESSION_DAYS * DAY_SECONDS

/** The cookie's value: encrypted and authenticated, it says whose session it is and nothing else. */
export const encodeSession = (token: JWT): Promise<string> =>
  encode({ token, secret: pageEnv().NEXTAUTH_SECRET, maxAge: sessionCookieSeconds() })

/** What a cookie says, or null. The former secret still opens it during a rotation. */
export async function decodeSession(value: string | undefined): Promise<JWT | null> {
  const { NEXTAUTH_SECRET, NEXTAUTH_SECRET_PREVIOUS } = pageEnv()
  for (const secret of [NEXTAUTH_SECRET, NEXTAUTH_SECRET_PREVIOUS]) {
    if (!value || !secret) continue
    const token = await decode({ token: value, secret }).catch(() => null)
    if (token) return token
  }
  return null
}

export const toToken = (claims: SocketClaims): JWT => ({ sub: claims.userId, sid: claims.sessionId, ver: claims.sessionVersion })

const claims = z.object({ sub: id, sid: id, ver: z.int().min(1) })

/** Whose session a decoded cookie names, or null. */
export function toClaims(token: JWT | null): SocketClaims | null {
  const parsed = claims.safeParse(token)
  return parsed.success ? { userId: parsed.data.sub, sessionId: parsed.data.sid, sessionVersion: parsed.data.ver } : null
}

/** Whether a cookie was written more than a day ago, so that writing it anew keeps it as long as its session. */
export const isStale = (token: JWT, now = Date.now()): boolean =>
  typeof token.iat === 'number' && now / 1_000 - token.iat > DAY_SECONDS
