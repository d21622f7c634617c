import type { ChatOptions } from '#client/api.ts'
import { Refusal } from '#protocol/errors.ts'
import { TOKEN_MARGIN_MS } from '#protocol/limits.ts'

type Held = { token: string; url: string | undefined; endsAt: number }

/**
 * The handshake's token: asked of the web host once, then brought by every refresh over the socket, so that who is
 * connected can come back without a web host [J6]. Asked for again 30 s before its end, or once it was refused.
 */
export function createTokens(getToken: ChatOptions['getToken']) {
  let held: Held | null = null
  let url: string | undefined

  return {
    async get(): Promise<Held> {
      if (held && held.endsAt - TOKEN_MARGIN_MS > Date.now()) return held
      try {
        const fresh = await getToken()
        url = fresh.url
        held = { token: fresh.token, url, endsAt: Date.parse(fresh.expiresAt) }
      } catch (error) {
        // While the web host is away, the last seconds of what is held are better than nothing.
        const isAway = !(error instanceof Refusal) || error.code === 'unavailable'
        if (!isAway || !held || held.endsAt <= Date.now()) throw error
      }
      return held
    },
    /** One that came over the socket. `endsAt`: epoch ms by our clock. */
    keep(token: string, endsAt: number) {
      held = { token, url, endsAt }
    },
    /** Epoch ms at which the one that is held ends. */
    endsAt: (): number => held?.endsAt ?? 0,
    forget() {
      held = null
    },
  }
}

export type Tokens = ReturnType<typeof createTokens>
