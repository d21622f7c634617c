import { TOKEN_TTL_MS } from '#protocol/limits.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import type { Person } from '#server/testing/people.ts'

/** A token as the web host gives it, that lasts `ms` from now on; less than none: it has ended. */
export async function shortToken({ id, session }: Person, ms: number): Promise<{ token: string; expiresAt: string }> {
  const claims = { userId: id, sessionId: session.id, sessionVersion: session.version }
  const { token, expiresAt } = await mintSocketToken(claims, TEST_SECRET, Date.now() - TOKEN_TTL_MS + ms)
  return { token, expiresAt: expiresAt.toISOString() }
}
