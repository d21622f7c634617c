import { readdir, readFile } from 'node:fs/promises'

/** What this process takes: memory in bytes, processor time in seconds, open files where the system tells them. */
export type ProcessNumbers = {
  residentBytes: number
  heapUsedBytes: number
  heapTotalBytes: number
  externalBytes: number
  cpuSeconds: number
  /** Seconds since the epoch. */
  startedAt: number
  openFiles: number | null
  openFilesMax: number | null
}

export async function readProcess(): Promise<ProcessNumbers> {
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return {
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    heapTotalBytes: heapTotal,
    externalBytes: external,
    cpuSeconds: (user + system) / 1e6,
    startedAt: Math.round(performance.timeOrigin / 1_000),
    openFiles: await readdir('/proc/self/fd').then(
      ({ length }) => length,
      () => null,
    ),
    openFilesMax: await readOpenFilesMax(),
  }
}

/** How many files and connections this process may hold open; null where the system does not tell. */
export async function readOpenFilesMax(): Promise<number | null> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '')
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1]
  return soft === undefined ? null : Number(soft)
}
