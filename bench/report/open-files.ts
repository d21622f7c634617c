import { execFileSync } from 'node:child_process'

/** Files that a process may have open here. */
export function openFilesMax(): number {
  if (process.platform === 'win32') return Number.POSITIVE_INFINITY
  const text = execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()
  return text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text)
}
