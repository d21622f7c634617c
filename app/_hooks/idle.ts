/** Nothing was done for so long (ms): nobody is there. Said again as often, for what did not hear it. */
export const IDLE_AFTER_MS = 300_000
/** Somebody who moves is noticed at most this often (ms). */
const NOTICE_EVERY_MS = 1_000

const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart', 'focus', 'scroll'] as const

/** When somebody last did something in this window, whoever listens. A new connection begins with what is so. */
let actedAt = 0

/**
 * Tells `idle` once nothing was done in a window for five minutes, and again every five, and `false` when somebody does something
 * after that. Returns how to stop.
 */
export function watchIdle(window: EventTarget, tell: (idle: boolean) => void, now: () => number = Date.now): () => void {
  if (actedAt === 0) actedAt = now()
  let isIdle = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function check() {
    const left = actedAt + IDLE_AFTER_MS - now()
    if (left <= 0) {
      isIdle = true
      tell(true)
    }
    timer = setTimeout(check, left > 0 ? left : IDLE_AFTER_MS)
  }
  function acted() {
    const at = now()
    if (!isIdle && at - actedAt < NOTICE_EVERY_MS) return
    actedAt = at
    if (!isIdle) return
    isIdle = false
    clearTimeout(timer)
    tell(false)
    check()
  }

  for (const sign of SIGNS) window.addEventListener(sign, acted, { capture: true, passive: true })
  check()
  return () => {
    clearTimeout(timer)
    for (const sign of SIGNS) window.removeEventListener(sign, acted, { capture: true })
  }
}
