import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { applyMigrations } from '#prisma/migrate.ts'
import { startEmbedded } from '#server/database/embedded.ts'
import { findRunning } from '#server/database/postmaster.ts'

export type BenchDatabase = { url: string; pool: pg.Pool; version: string; stop(): Promise<void> }

const DATA_DIR = path.resolve(import.meta.dirname, '../.data')
const PREFIX = 'bench-'

/**
 * A PostgreSQL of its own beside the installation's, made as the installation's is: every commit is forced to disk.
 * Its files go when it is stopped.
 */
export async function startDatabase(): Promise<BenchDatabase> {
  mkdirSync(DATA_DIR, { recursive: true })
  for (const left of readdirSync(DATA_DIR).filter((name) => name.startsWith(PREFIX))) removeDead(path.join(DATA_DIR, left))
  const dataDir = mkdtempSync(path.join(DATA_DIR, PREFIX))
  // Root's PostgreSQL runs as another user, which must be able to enter.
  chmodSync(dataDir, 0o755)
  const postgres = await startEmbedded({ dataDir, password: 'a password for measurements' })
  await applyMigrations(postgres.url)
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 })
  pool.on('error', () => undefined)
  const { rows } = await pool.query<{ server_version: string; fsync: string; synchronous_commit: string }>(
    `SELECT current_setting('server_version') AS server_version, current_setting('fsync') AS fsync,
       current_setting('synchronous_commit') AS synchronous_commit`,
  )
  const [settings] = rows
  if (settings?.fsync !== 'on' || settings.synchronous_commit !== 'on') throw new Error('commits are not forced to disk')
  return {
    url: postgres.url,
    pool,
    version: settings.server_version,
    stop: async () => {
      await pool.end()
      await postgres.stop()
      remove(dataDir)
    },
  }
}

/** Where the data could not lie below the checkout, `pg` is a link to where it does. */
function remove(dataDir: string) {
  const cluster = path.join(dataDir, 'pg')
  if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

/** What a run that was killed left behind. */
function removeDead(dataDir: string) {
  const cluster = path.join(dataDir, 'pg')
  if (existsSync(path.join(cluster, 'PG_VERSION')) && !findRunning(cluster)) remove(dataDir)
}
