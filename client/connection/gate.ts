import { NoAnswer } from './ask.ts'

/** Where those who need the connection wait for it. */
export function createGate() {
  const waiting = new Set<(isLive: boolean) => void>()

  return {
    /** Everybody goes on, with or without a connection. */
    open(isLive: boolean) {
      for (const settle of [...waiting]) settle(isLive)
      waiting.clear()
    },
    /** Resolves once live; rejects `unavailable` after `withinMs`, or when nothing is tried any more. */
    live: (withinMs: number): Promise<void> =>
      new Promise((resolve, reject) => {
        const settle = (isLive: boolean) => {
          clearTimeout(timer)
          waiting.delete(settle)
          if (isLive) resolve()
          else reject(new NoAnswer('There is no connection.'))
        }
        const timer = setTimeout(settle, Math.max(0, withinMs), false)
        waiting.add(settle)
      }),
    /** Resolves once live, ended or stopped. */
    settled: (): Promise<void> => new Promise((resolve) => waiting.add(() => resolve())),
  }
}
