/** A timer that fires this much later (ms) than it should tells that the machine slept. */
const TICK_MS = 5_000
const SLEPT_MS = 15_000

/**
 * Tells when the network may have come back or changed: the browser says online or offline, the page is looked at again,
 * the machine woke up. Returns the verb that stops it.
 */
export function watchWakeUps(onWake: (slept: boolean) => void): () => void {
  let tickedAt = Date.now()
  const timer = setInterval(() => {
    const late = Date.now() - tickedAt - TICK_MS
    tickedAt = Date.now()
    if (late > SLEPT_MS) onWake(true)
  }, TICK_MS)
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => clearInterval(timer)

  const changed = () => onWake(true)
  const looked = () => {
    if (document.visibilityState === 'visible') onWake(false)
  }
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  window.addEventListener('pageshow', looked)
  document.addEventListener('visibilitychange', looked)
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
    window.removeEventListener('pageshow', looked)
    document.removeEventListener('visibilitychange', looked)
  }
}
