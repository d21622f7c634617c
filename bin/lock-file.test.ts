import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { CHECKOUT } from './fingerprint.ts'

/** Below these, something known is open. The advisories are named beside them. */
const FLOORS: Record<string, string> = {
  next: '16.3.3', // GHSA-2xp9-vwfh-vxw4, CVE-2026-64641 to 64649, CVE-2025-55182, CVE-2025-29927
  'next-auth': '4.24.15', // CVE-2026-73420, GHSA-xmf8-cvqr-rfgj, GHSA-5jpx-9hw9-2fx4
  'engine.io': '6.6.9', // CVE-2026-48779
  ws: '8.21.0', // CVE-2026-45736, CVE-2024-37890
  'socket.io': '4.8.4', // CVE-2024-38355
  'socket.io-parser': '4.2.6', // CVE-2026-33151, CVE-2023-32695, CVE-2022-2421
  prisma: '7.9.0', // prisma/orm#29719
  '@prisma/client': '7.9.0',
  '@prisma/adapter-pg': '7.9.0',
}
/** Not needed; if something brings one along, it is no older than this. */
const FLOORS_IF_THERE: Record<string, string> = {
  dompurify: '3.4.7', // CVE-2026-49978
}
/** Its checks of addresses are known to be wrong (CVE-2023-42282, CVE-2024-29415) and stay so. */
const NEVER = ['ip']

type Entry = { version: string; integrity?: string; optional?: boolean; link?: boolean }
const lock = JSON.parse(readFileSync(path.join(CHECKOUT, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }
const placed = Object.entries(lock.packages).filter(([place]) => place !== '')
/** Every copy of a package, wherever it stands. */
const versionsOf = (name: string) =>
  placed.filter(([place]) => place.split('node_modules/').at(-1) === name).map(([, { version }]) => version)

/** Whether a version is no older than another. One before its release (`1.2.3-beta`) is older than it. */
function isAtLeast(version: string, floor: string): boolean {
  const [numbers = '', ...before] = version.split('-')
  const [is, least] = [numbers, floor].map((text) => text.split('.').map(Number)) as [number[], number[]]
  for (const [i, part] of least.entries()) if (is[i] !== part) return (is[i] ?? 0) > part
  return before.length === 0
}

describe('the lock file', () => {
  it('is compared number by number', () => {
    expect(isAtLeast('16.10.0', '16.3.3')).toBe(true)
    expect(isAtLeast('16.3.3', '16.3.3')).toBe(true)
    expect(isAtLeast('16.3.2', '16.3.3')).toBe(false)
    expect(isAtLeast('15.9.9', '16.3.3')).toBe(false)
    expect(isAtLeast('16.3.3-canary.1', '16.3.3')).toBe(false)
  })

  it.each(Object.entries(FLOORS))('H6 holds %s, every copy of it at %s or newer', (name, floor) => {
    expect(versionsOf(name).length).toBeGreaterThan(0)
    expect(versionsOf(name).filter((version) => !isAtLeast(version, floor))).toEqual([])
  })

  it.each(Object.entries(FLOORS_IF_THERE))('H6 holds no %s older than %s', (name, floor) => {
    expect(versionsOf(name).filter((version) => !isAtLeast(version, floor))).toEqual([])
  })

  it.each(NEVER)('H6 does not hold %s', (name) => {
    expect(versionsOf(name)).toEqual([])
  })

  it('H6 says of every package what its bytes are, but of those for other platforms', () => {
    expect(placed.filter(([, entry]) => !entry.integrity && !entry.optional && !entry.link).map(([place]) => place)).toEqual([])
  })
})
