import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { applyMigrations } from '#prisma/migrate.ts'
import { startEmbedded } from '#server/database/embedded.ts'
import { findRunning } from '#server/database/postmaster.ts'

export type Postgres = {
  url: string
  port: number
  /** For arranging and looking, past all proxies; `query` waits while the database is away. */
  pool: pg.Pool
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  isUp(): boolean
  /** Ends it at once: connections break, nothing is written any more. */
  crash(): Promise<void>
  /** Starts it where it was; it recovers what was committed. */
  restart(): Promise<void>
  /** What it printed since it was last started. */
  log(): string
  stop(): Promise<void>
}

const PASSWORD = 'a password for faults'
/** Connections that are ours, and are left alone by faults. */
export const OURS = 'faults'
const PATIENCE_MS = 20_000
const RETRY_MS = 100

/**
 * A PostgreSQL with the schema of this checkout that forgets everything when it is stopped. Processes die here, never the
 * machine: commits are handed to the operating system before they are acked (`synchronous_commit`), and not forced to disk.
 */
export async function startPostgres(): Promise<Postgres> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-faults-'))
  // Root's PostgreSQL runs as another user, which must be able to enter.
  chmodSync(dataDir, 0o755)
  const start = (port?: number) =>
    startEmbedded({ dataDir, password: PASSWORD, throwaway: true, ...(port === undefined ? {} : { port }) })
  let server = await start()
  let isUp = true
  const { url } = server
  const port = Number(new URL(url).port)
  await applyMigrations(url)
  const pool = new pg.Pool({ connectionString: url, max: 4, application_name: OURS, connectionTimeoutMillis: 5_000 })
  pool.on('error', () => undefined)
  await pool.query('ALTER DATABASE parley SET synchronous_commit = on')

  return {
    url,
    port,
    pool,
    async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
      const until = Date.now() + PATIENCE_MS
      for (;;) {
        try {
          return (await pool.query<Row>(text, values)).rows
        } catch (error) {
          const { code = '' } = error as { code?: string }
          const isAway = code.startsWith('57P') || code.startsWith('ECONN') || /terminated|timeout/.test(String(error))
          if (!isAway || Date.now() > until) throw error
          await wait(RETRY_MS)
        }
      }
    },
    isUp: () => isUp,
    async crash() {
      const running = findRunning(path.join(dataDir, 'pg'))
      if (!running) throw new Error('PostgreSQL does not run')
      isUp = false
      process.kill(running.pid, 'SIGQUIT')
      await server.ended
    },
    async restart() {
      server = await start(port)
      isUp = true
    },
    log: () => readFileSync(path.join(dataDir, 'postgres.log'), 'utf8'),
    async stop() {
      await pool.end()
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
