import type { IncomingMessage } from 'node:http'
import type { Env } from '#server/env.ts'

/**
 * Whether a connection may come from this page. `cors` does not stop a WebSocket, so this is asked before any
 * CONNECT [S1]: the web's own origins are let in, a missing Origin too (not a browser: the token decides), a foreign one
 * and `null` are refused. The socket host's own hostname is let in at any port, unless NEXTAUTH_URL names it: then
 * that is its one origin, beside the very address that was asked.
 */
export function isWelcomeOrigin(
  request: Pick<IncomingMessage, 'headers'>,
  env: Pick<Env, 'NEXTAUTH_URL' | 'ALLOWED_ORIGINS'>,
): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const page = new URL(origin)
  if (page.origin !== origin) return false
  if (env.ALLOWED_ORIGINS.includes(origin)) return true
  const web = env.NEXTAUTH_URL === undefined ? null : new URL(env.NEXTAUTH_URL)
  if (web?.hostname === page.hostname) return web.origin === origin || (host === page.host && host !== web.host)
  return host !== undefined && hostnameOf(host) === page.hostname
}

function hostnameOf(host: string): string | null {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null
}
