/** A tab tells that it is there this often (ms), and counts as gone after this long without (rule C7). */
const BEAT_MS = 3_000
const GONE_MS = 10_000

export type Tabs = ReturnType<typeof createTabs>

/**
 * Which tabs of this person are alive on this device. A reload keeps its tab's name, so it finds its own unsent messages
 * at once; a duplicated tab gets a name of its own; a closed tab says so; a killed one is missed after 10 s. Without
 * browser storage there is one tab.
 */
export function createTabs(userId: string, newId: () => string) {
  const beats = storage('localStorage')
  const prefix = `parley:tab:${userId}:`
  // A clock that was set back makes beats of the future: they tell no more than old ones.
  const isBeating = (name: string) => Math.abs(Date.now() - Number(beats?.getItem(prefix + name) ?? 0)) <= GONE_MS
  const tab = ownName()
  let timer: ReturnType<typeof setInterval> | undefined

  function ownName(): string {
    const session = storage('sessionStorage')
    const key = `parley:tab:${userId}`
    const kept = session?.getItem(key)
    // A duplicated tab gets a copy of this, and the name in it is still another's.
    const name = kept && !isBeating(kept) ? kept : newId()
    quietly(() => session?.setItem(key, name))
    return name
  }
  const beat = () => quietly(() => beats?.setItem(prefix + tab, String(Date.now())))
  const leave = () => quietly(() => beats?.removeItem(prefix + tab))
  /** What killed tabs left behind. */
  const sweep = () =>
    quietly(() => {
      const names = Array.from({ length: beats?.length ?? 0 }, (_, index) => beats?.key(index) ?? '')
      for (const name of names) if (name.startsWith(prefix) && !isBeating(name.slice(prefix.length))) beats?.removeItem(name)
    })

  return {
    tab,
    start() {
      sweep()
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
    isGone: (other: string): boolean => other !== tab && !isBeating(other),
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
