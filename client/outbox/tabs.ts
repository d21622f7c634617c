/** A tab tells that it is there this often (ms), and counts as gone after this long without (rule C7). */
const BEAT_MS = 3_000
const GONE_MS = 10_000

export type Tabs = ReturnType<typeof createTabs>

/**
 * Which tabs of this person are alive on this device. A reload keeps its tab's name, so it finds its own unsent messages
 * at once; a closed tab says so; a killed one is missed after 10 s. Without browser storage there is one tab.
 */
export function createTabs(userId: string, newId: () => string) {
  const beats = storage('localStorage')
  const prefix = `parley:tab:${userId}:`
  const tab = ownName()
  let timer: ReturnType<typeof setInterval> | undefined

  function ownName(): string {
    const session = storage('sessionStorage')
    const key = `parley:tab:${userId}`
    const name = session?.getItem(key) ?? newId()
    quietly(() => session?.setItem(key, name))
    return name
  }
  const beat = () => quietly(() => beats?.setItem(prefix + tab, String(Date.now())))
  const leave = () => quietly(() => beats?.removeItem(prefix + tab))

  return {
    tab,
    start() {
      beat()
      timer = setInterval(beat, BEAT_MS)
      if (typeof window === 'undefined') return
      window.addEventListener('pagehide', leave)
      window.addEventListener('pageshow', beat)
    },
    stop() {
      clearInterval(timer)
      leave()
      if (typeof window === 'undefined') return
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', beat)
    },
    isGone(other: string): boolean {
      const beatAt = Number(beats?.getItem(prefix + other) ?? 0)
      return other !== tab && Date.now() - beatAt > GONE_MS
    },
  }
}

/** Storage may be missing (Node) or forbidden (a browser's setting throws at the first touch). */
function storage(name: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window[name]
  } catch {
    return null
  }
}

/** A full or forbidden storage costs the adoption by other tabs, nothing else. */
function quietly(write: () => void) {
  try {
    write()
  } catch {}
}
