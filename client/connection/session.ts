import { isRetried, Refusal } from '#protocol/errors.ts'
import type { Ask } from './ask.ts'
import type { Tokens } from './tokens.ts'

/** The session is refreshed this long (ms) before its end, spread so that clients do not come together. */
const EARLY_MS = 60_000
const SPREAD_MS = 20_000
const RETRY_MS = 5_000
const SOONEST_MS = 1_000

type Deps = { ask: Ask; tokens: Pick<Tokens, 'keep' | 'endsAt'>; random?: () => number }

/**
 * Keeps the connection's session alive with `session:refresh`, and the token to come back with young. It needs no web
 * host [J6].
 */
export function createSessionKeeper({ ask, tokens, random = Math.random }: Deps) {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Server time minus ours (ms): ends are told in server time. */
  let ahead = 0
  let refreshing: Promise<void> | null = null
  let isOn = false

  /** Server time as we count it. */
  const ours = (at: string) => Date.parse(at) - ahead

  function schedule(endsAt: number) {
    const left = endsAt - Date.now()
    later(Math.max(SOONEST_MS, left - EARLY_MS - random() * SPREAD_MS))
  }
  function later(ms: number) {
    clearTimeout(timer)
    // An answer, or its failing, may come after the connection's end.
    if (isOn) timer = setTimeout(() => void refresh(), ms)
  }
  async function askOnce(): Promise<void> {
    try {
      const { expiresAt, token } = await ask('session:refresh', {})
      if (token) tokens.keep(token.token, ours(token.expiresAt))
      schedule(Math.min(ours(expiresAt), token ? ours(token.expiresAt) : Number.POSITIVE_INFINITY))
    } catch (error) {
      // A session that is over is told by `session:ended`, and one that can't be told now is asked again.
      if (error instanceof Refusal && isRetried(error.code)) later(error.more.retryAfterMs ?? RETRY_MS)
    } finally {
      refreshing = null
    }
  }
  function refresh(): Promise<void> {
    refreshing ??= askOnce()
    return refreshing
  }

  return {
    start({ expiresAt, serverTime }: { expiresAt: string; serverTime: string }) {
      isOn = true
      ahead = Date.parse(serverTime) - Date.now()
      schedule(Math.min(ours(expiresAt), tokens.endsAt()))
    },
    refresh,
    stop() {
      isOn = false
      clearTimeout(timer)
    },
  }
}
