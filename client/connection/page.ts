import type { Ask } from './ask.ts'

/** Whether nobody can see the page this runs in. Node has none, and is never hidden. */
export const isHidden = (): boolean => typeof document !== 'undefined' && document.visibilityState === 'hidden'

/** Somebody can see the page this runs in. */
export const isSeen = (): boolean => typeof document !== 'undefined' && !isHidden()

/** Runs `then` when somebody comes back to this page. In Node nobody does. Returns the verb that stops it. */
export function watchFocus(then: () => void): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {}
  const look = () => {
    if (!isHidden()) then()
  }
  window.addEventListener('focus', look)
  document.addEventListener('visibilitychange', look)
  return () => {
    window.removeEventListener('focus', look)
    document.removeEventListener('visibilitychange', look)
  }
}

/**
 * Tells the server whether anybody can see this page: of a person's connections the hidden ones make room first [J3].
 * What could not be told is told by the next hello.
 */
export function createVisibility(ask: Ask) {
  let told = false

  function look() {
    const hidden = isHidden()
    if (hidden === told) return
    told = hidden
    void ask('session:visible', { visible: !hidden }).catch(() => undefined)
  }

  return {
    /** What hello tells. */
    forHello(): boolean {
      told = isHidden()
      return told
    },
    start() {
      if (typeof document !== 'undefined') document.addEventListener('visibilitychange', look)
      look()
    },
    stop() {
      if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', look)
    },
  }
}
