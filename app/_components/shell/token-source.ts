import { Refusal } from '#protocol/errors.ts'
import type { SocketToken } from '#protocol/http.ts'
import { TOKEN_MARGIN_MS } from '#protocol/limits.ts'

/** Gives tokens for the handshake: the one the page came with while it lasts, then new ones. Refuses as the server does. */
export function createTokenSource(first: SocketToken | null): () => Promise<SocketToken> {
  let held = first
  return async () => {
    if (held && Date.parse(held.expiresAt) - Date.now() > TOKEN_MARGIN_MS) {
      const token = held
      held = null
      return token
    }
    return fetchToken()
  }
}

async function fetchToken(): Promise<SocketToken> {
  let answer: Response
  try {
    answer = await fetch('/api/socket-token', { cache: 'no-store' })
  } catch {
    throw new Refusal('unavailable', 'The server can’t be reached.')
  }
  if (answer.ok) return answer.json() as Promise<SocketToken>
  if (answer.status === 401) throw new Refusal('unauthorized', 'The session is over.')
  if (answer.status === 403) throw new Refusal('banned', 'This account may not connect.')
  throw new Refusal('unavailable', 'The server can’t be reached.')
}
