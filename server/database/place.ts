import { randomUUID } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'
import { WrongEnvironment } from '#server/env.ts'
import type { Binaries } from './binaries.ts'
import { canReach, type RunAs } from './system-user.ts'

/** Where root's PostgreSQL keeps what its own user could not reach below the checkout. */
const SHARED = '/var/lib/parley'

/** Where the cluster lies, whom it runs as, and a sentence for the person at the terminal when that is not obvious. */
export type Place = { cluster: string; runAs: RunAs; note?: string }

/**
 * Chooses where the cluster of `dataDir` lies: `<dataDir>/pg`. When root starts PostgreSQL and its user can't enter that
 * folder (a checkout below a home of mode 700), `pg` is a link to a folder in /var/lib/parley: moving the checkout
 * moves the link with it. An existing cluster runs as its owner.
 */
export function choosePlace(dataDir: string, findRunAs: () => RunAs): Place {
  const link = path.join(path.resolve(dataDir), 'pg')
  const existing = resolveExisting(link)
  if (existing) {
    const runAs = ownerOf(existing, findRunAs)
    if (!canReach(runAs, path.dirname(existing))) throw unreachable(dataDir)
    return { cluster: existing, runAs }
  }
  const runAs = findRunAs()
  if (canReach(runAs, path.dirname(link))) return { cluster: link, runAs }
  try {
    const cluster = path.join(SHARED, randomUUID(), 'pg')
    mkdirSync(path.dirname(cluster), { recursive: true, mode: 0o755 })
    rmSync(link, { force: true })
    symlinkSync(cluster, link)
    return { cluster, runAs, note: `PostgreSQL's user can't enter ${path.dirname(link)}: its data is in ${cluster}` }
  } catch (error) {
    throw unreachable(dataDir, error)
  }
}

/** PostgreSQL's programs at a path its user can reach: where they are, or a copy made once. */
export function placeBinaries(binaries: Binaries, runAs: RunAs): Binaries {
  if (canReach(runAs, path.join(binaries.root, 'bin', 'postgres'))) return binaries
  const root = path.join(SHARED, `postgresql-${binaries.version}`)
  if (!existsSync(root)) {
    const unfinished = `${root}.${randomUUID()}`
    try {
      cpSync(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true })
      renameSync(unfinished, root)
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true })
      if (!existsSync(root)) throw unreachable(binaries.root, error)
    }
  }
  return { ...binaries, root }
}

/** A folder that PostgreSQL's user owns. */
export function giveTo(runAs: RunAs, folder: string) {
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(folder, runAs.uid, runAs.gid)
}

function resolveExisting(link: string): string | undefined {
  try {
    return realpathSync(link)
  } catch {
    // A link whose folder was never made: the first start ended early.
    try {
      const target = readlinkSync(link)
      return existsSync(path.dirname(target)) ? target : undefined
    } catch {
      return undefined
    }
  }
}

function ownerOf(cluster: string, findRunAs: () => RunAs): RunAs {
  if (process.getuid?.() !== 0 || !existsSync(cluster)) return findRunAs()
  const { uid, gid } = statSync(cluster)
  return uid === 0 ? findRunAs() : { uid, gid }
}

const unreachable = (folder: string, cause?: unknown) =>
  new WrongEnvironment(
    `PostgreSQL's user can't enter ${path.resolve(folder)}: set DATA_DIR to a folder outside of private homes (like /var/lib/parley/data), or set DATABASE_URL.`,
    { cause },
  )
