import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findProgram, installFromDistribution } from '#bin/find-program.ts'
import { findFreePort } from '#server/database/postmaster.ts'
import { waitForPort } from './wait-for-port.ts'

const CANDIDATES = ['pgbouncer', '/usr/sbin/pgbouncer']
const NOBODY = 65_534

/** A real PgBouncer in front of a database, in its strictest mode: a session lasts for a transaction. `url` says so to Parley. */
export async function startPgBouncer(databaseUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  const find = () => findProgram(CANDIDATES)
  const program = find() ?? (installFromDistribution('pgbouncer') ? find() : undefined)
  if (!program) throw new Error('this test needs pgbouncer, and it could not be installed (Debian: apt-get install pgbouncer)')
  const { hostname, port: behind, username, password, pathname } = new URL(databaseUrl)
  const port = await findFreePort()
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-pgbouncer-'))
  chmodSync(folder, 0o755)
  const file = path.join(folder, 'pgbouncer.ini')
  const database = pathname.slice(1)
  writeFileSync(
    file,
    `[databases]
${database} = host=${hostname} port=${behind} user=${username} password='${decodeURIComponent(password)}'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 5
`,
  )
  const isRoot = process.getuid?.() === 0
  const child = spawn(program, [file], { stdio: 'ignore', ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}) })
  await waitForPort(port, child)
  return {
    url: `postgresql://${username}:x@127.0.0.1:${port}/${database}?pgbouncer=true`,
    async stop() {
      const ended = once(child, 'exit')
      if (child.exitCode === null && child.kill('SIGKILL')) await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
