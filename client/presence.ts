import { PRESENCE_WATCH_MAX } from '#protocol/limits.ts'
import type { Presence } from '#protocol/models.ts'
import type { Ask } from './connection/ask.ts'
import type { State } from './state.ts'

/** Screens come and go together: the watched set is sent once they have settled (ms). */
const SETTLE_MS = 100
/** What could not be asked is asked again after this long (ms), while there is a connection. */
const RETRY_MS = 5_000

type Deps = { state: State; now: Ask; isLive(): boolean }

/** Whose presence is watched: the union of what each screen names. Sent again with every connection. */
export function createPresence({ state, now, isLive }: Deps) {
  const sets = new Map<string, readonly string[]>()
  let sent = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  const watched = (): string[] => [...new Set([...sets.values()].flat())].sort().slice(0, PRESENCE_WATCH_MAX)

  function put(presence: readonly Presence[]) {
    const wanted = new Set(watched())
    const told = presence.filter((one) => wanted.has(one.userId))
    if (told.length > 0)
      state.set({ presence: { ...state.get().presence, ...Object.fromEntries(told.map((one) => [one.userId, one])) } })
  }

  async function send() {
    timer = undefined
    const userIds = watched()
    const key = userIds.join()
    if (!isLive() || key === sent) return
    sent = key
    try {
      const { presence } = await now('presence:watch', { userIds })
      put(presence)
    } catch {
      sent = ''
      if (isLive()) sendSoon(RETRY_MS)
    }
  }

  function sendSoon(ms = SETTLE_MS) {
    timer ??= setTimeout(() => void send(), ms)
  }

  return {
    watch(name: string, userIds: readonly string[]) {
      if (userIds.length === 0) sets.delete(name)
      else sets.set(name, [...userIds])
      const kept = new Set(watched())
      const { presence } = state.get()
      const left = Object.entries(presence).filter(([id]) => kept.has(id))
      if (left.length < Object.keys(presence).length) state.set({ presence: Object.fromEntries(left) })
      sendSoon()
    },
    told: ({ presence }: { presence: Presence[] }) => put(presence),
    /** A new connection knows of nothing. */
    resume() {
      sent = ''
      if (sets.size > 0) sendSoon()
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
