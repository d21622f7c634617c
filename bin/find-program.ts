import { spawnSync } from 'node:child_process'

/** The first of these programs, by name in the path or by place, that runs and says its version. */
export function findProgram(candidates: readonly string[], ask = '--version'): string | undefined {
  return candidates.find((candidate) => spawnSync(candidate, [ask], { timeout: 15_000 }).status === 0)
}

/** Installs a package of a Debian-like distribution as root. Answers whether that worked. */
export function installFromDistribution(name: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !findProgram(['apt-get'])) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const install = () => spawnSync('apt-get', ['install', '-y', '--no-install-recommends', name], { env, stdio: 'ignore' })
  if (install().status === 0) return true
  spawnSync('apt-get', ['update'], { env, stdio: 'ignore' })
  return install().status === 0
}
