import { cookies, headers } from 'next/headers'
import { readAsked } from './request.ts'
import { decodeSession, encodeSession, isStale, sessionCookieName, sessionCookieSeconds } from './session-cookie.ts'

/**
 * Writes the session's cookie anew once a day, so that somebody who keeps coming back is not signed out while the session
 * lives on. For routes: a page can't set cookies.
 */
export async function renewCookie(): Promise<void> {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const secure = readAsked(sent).origin.startsWith('https:')
  const name = sessionCookieName(secure)
  const token = await decodeSession(jar.get(name)?.value)
  if (!token || !isStale(token)) return
  jar.set(name, await encodeSession(token), {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: sessionCookieSeconds(),
  })
}
