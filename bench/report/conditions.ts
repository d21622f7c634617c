import { execFileSync } from 'node:child_process'
import os from 'node:os'

/** What a run was made on: a number means little without it. */
export type Conditions = {
  at: string
  commit: string
  cpu: string
  cores: number
  memoryGiB: number
  node: string
  platform: string
  /** Processes that wanted a core in the last minute, before the run began. */
  loadBefore: number
}

export function readConditions(): Conditions {
  const [first] = os.cpus()
  return {
    at: new Date().toISOString(),
    commit: commit(),
    cpu: first?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    platform: `${os.platform()} ${os.release()}`,
    loadBefore: Math.round(os.loadavg()[0]! * 100) / 100,
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return 'unknown'
  }
}
