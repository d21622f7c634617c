import { headers } from 'next/headers'
import type { SocketToken } from '#protocol/http.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import { pageEnv } from './env.ts'
import { findForPage } from './page-failure.ts'
import { readAsked } from './request.ts'
import { requireViewer } from './viewer.ts'

/** A token for whoever looks at the page, so that it can connect without another request; null when nobody is signed in. */
export const mintTokenForViewer = (): Promise<SocketToken | null> => findForPage(requireToken)

/** The same for the route: refuses with `unauthorized` and `banned`. */
export async function requireToken(): Promise<SocketToken> {
  const { user, sessionId, sessionVersion } = await requireViewer()
  const { NEXTAUTH_SECRET, SOCKET_URL } = pageEnv()
  const { token, expiresAt } = await mintSocketToken({ userId: user.id, sessionId, sessionVersion }, NEXTAUTH_SECRET)
  return { token, expiresAt: expiresAt.toISOString(), url: SOCKET_URL?.replace(/\/+$/, '') ?? readAsked(await headers()).origin }
}
