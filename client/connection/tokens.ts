import type { ChatOptions } from '#client/types.ts'
import { TOKEN_MARGIN_MS } from '#protocol/limits.ts'

type Token = Awaited<ReturnType<ChatOptions['getToken']>>

/** The handshake's token: kept until 30 s before its end, asked for again after that or once it was refused. */
export function createTokens(getToken: ChatOptions['getToken']) {
  let held: Token | null = null

  return {
    async get(): Promise<Token> {
      if (!held || Date.parse(held.expiresAt) - TOKEN_MARGIN_MS <= Date.now()) held = await getToken()
      return held
    },
    isHeld: (): boolean => held !== null,
    forget() {
      held = null
    },
  }
}
