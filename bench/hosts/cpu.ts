import { readdirSync, readFileSync } from 'node:fs'

/**
 * CPU that a process has used so far, in µs, as Linux counts it for each of its threads; null elsewhere. Asking the
 * process itself is no use while it is busy: it answers late.
 */
export function cpuOf(pid: number): number | null {
  if (process.platform !== 'linux') return null
  let nanos = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanos += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      // A thread that ended in between.
    }
  }
  return nanos / 1_000
}
