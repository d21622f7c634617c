import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { Refusal } from '#protocol/errors.ts'
import type { User } from '#protocol/models.ts'
import { type LiveSession, requireLiveSession } from '#server/core/sessions/live-session.ts'
import { touchSession } from '#server/core/sessions/sessions.ts'
import { queryOn } from '#server/database/transaction.ts'
import { pageDatabase } from './database.ts'
import { pageEnv } from './env.ts'
import { asked, findForPage } from './page-failure.ts'
import { readAsked } from './request.ts'
import { decodeSession, sessionCookieName, toClaims } from './session-cookie.ts'

/** Who looks at the page, or null when nobody is signed in. Asked several times for one page, it looks once. */
export const findViewer = cache(
  (): Promise<{ user: User; sessionId: string } | null> =>
    findForPage(async () => {
      const { user, sessionId } = await requireViewer()
      return { user, sessionId }
    }),
)

/** The session of the request's cookie. Refuses with `unauthorized`, `banned` and `unavailable` as `requireLiveSession` does. */
export const requireViewer = cache(async (): Promise<LiveSession> => {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const name = sessionCookieName(readAsked(sent).origin.startsWith('https:'))
  const claims = toClaims(await decodeSession(jar.get(name)?.value))
  if (!claims) throw new Refusal('unauthorized', 'Nobody is signed in here.')
  const query = queryOn(pageDatabase().pool)
  return asked(async () => {
    const session = await requireLiveSession(query, claims)
    await touchSession(query, session.sessionId, pageEnv().SESSION_DAYS)
    return session
  })
})
