import { spawnSync } from 'node:child_process'
import { WrongEnvironment } from '#server/env.ts'

/** Whom PostgreSQL's programs run as; empty: as whoever started this process. */
export type RunAs = { uid?: number; gid?: number }

const NAME = 'postgres'

/** PostgreSQL refuses to run as root, so root runs it as the system's `postgres` user, which is created when missing. */
export function findRunAs(): RunAs {
  if (process.getuid?.() !== 0) return {}
  const ids = lookUp() ?? create()
  if (!ids) {
    throw new WrongEnvironment(
      'PostgreSQL does not run as root and the system user "postgres" could not be created: start as another user, or set DATABASE_URL.',
    )
  }
  return ids
}

function lookUp(): RunAs | undefined {
  const uid = spawnSync('id', ['-u', NAME], { encoding: 'utf8' })
  const gid = spawnSync('id', ['-g', NAME], { encoding: 'utf8' })
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined
}

function create(): RunAs | undefined {
  const debian = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME])
  // busybox has no useradd.
  if (debian.status !== 0) spawnSync('adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', NAME])
  return lookUp()
}

/** Whether that user can reach and read `target`: its mode, and that of every folder above it. */
export function canReach(runAs: RunAs, target: string): boolean {
  if (runAs.uid === undefined) return true
  return spawnSync('test', ['-r', target], { ...runAs, cwd: '/' }).status === 0
}
