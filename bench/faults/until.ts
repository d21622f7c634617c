import { setTimeout as wait } from 'node:timers/promises'

const POLL_MS = 50

/** Resolves once it is so, and answers how long that took (ms); null when it took longer than `withinMs`. Looked at once at least. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<number | null> {
  const began = performance.now()
  while (!(await isSo())) {
    if (performance.now() - began > withinMs) return null
    await wait(POLL_MS)
  }
  return performance.now() - began
}
