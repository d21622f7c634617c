import { isRetried, Refusal } from '#protocol/errors.ts'
import type { Ask } from './ask.ts'

/** The session is refreshed this long (ms) before its end, spread so that clients do not come together. */
const EARLY_MS = 60_000
const SPREAD_MS = 20_000
const RETRY_MS = 5_000
const SOONEST_MS = 1_000

/** Keeps the connection's session alive with `session:refresh`; it needs no web host. */
export function createSessionKeeper({ ask, random = Math.random }: { ask: Ask; random?: () => number }) {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Server time minus ours (ms): ends are told in server time. */
  let ahead = 0
  let refreshing: Promise<void> | null = null
  let isOn = false

  function schedule(expiresAt: string) {
    const left = Date.parse(expiresAt) - ahead - Date.now()
    later(Math.max(SOONEST_MS, left - EARLY_MS - random() * SPREAD_MS))
  }
  function later(ms: number) {
    clearTimeout(timer)
    // An answer, or its failing, may come after the connection's end.
    if (isOn) timer = setTimeout(() => void refresh(), ms)
  }
  async function askOnce(): Promise<void> {
    try {
      schedule((await ask('session:refresh', {})).expiresAt)
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
      schedule(expiresAt)
    },
    refresh,
    stop() {
      isOn = false
      clearTimeout(timer)
    },
  }
}
