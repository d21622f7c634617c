import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { WrongEnvironment } from '#server/env.ts'
import { MIGRATIONS, type Migration, readHistory } from './history.ts'

/** The advisory lock that Prisma's own command line takes, so that this and `prisma migrate deploy` exclude each other. */
const LOCK = 72_707_369
const LOCK_EVERY_MS = 100
/** How long a host waits for another that migrates: an index on a big table takes a while. */
const LOCK_WAIT_MS = 900_000
/** How long a migration waits for a table that is in use. */
const LOCK_TIMEOUT = '60s'
/** A file that is one such statement, comments aside, runs outside a transaction: writers go on while it does. */
const CONCURRENT =
  /^(?:CREATE (?:UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS "?(\w+)"? |DROP INDEX CONCURRENTLY IF EXISTS )[^;]*;?$/i

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0)`

/**
 * Brings the database at `url` to the schema of this checkout and returns the names of the migrations it applied.
 * Each is one transaction with its row in `_prisma_migrations`, the table of `prisma migrate deploy`: a host that is
 * killed leaves nothing half done. An index on a table that is in use is made in a file of its own, by `CREATE INDEX
 * CONCURRENTLY IF NOT EXISTS`, outside a transaction; one that was left half done is made anew. Any number of hosts may
 * start at once.
 * Throws `WrongEnvironment`, one sentence, when the database was upgraded by a newer version or a migration failed.
 */
export async function applyMigrations(url: string, folder: string = MIGRATIONS): Promise<string[]> {
  const history = await readHistory(folder)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // A connection that breaks between two queries is told by the next query.
  client.on('error', () => undefined)
  await client.connect()
  try {
    if ((await findPending(client, history)) === undefined) return []
    await lock(client)
    const applied: string[] = []
    for (;;) {
      const name = await applyNext(client, history)
      if (name === undefined) return applied
      applied.push(name)
    }
  } finally {
    await client.end()
  }
}

/** Asks again and again instead of waiting in a query: an index that is made concurrently waits for every query that began before. */
async function lock(client: pg.Client): Promise<void> {
  const until = Date.now() + LOCK_WAIT_MS
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [LOCK])
    if (rows[0]?.mine) return
    if (Date.now() > until) throw new WrongEnvironment('Another host has been migrating the database for too long.')
    await wait(LOCK_EVERY_MS)
  }
}

async function applyNext(client: pg.Client, history: Migration[]): Promise<string | undefined> {
  const next = await findPending(client, history)
  if (!next) return undefined
  const outside = CONCURRENT.exec(statementOf(next))
  if (outside) await applyOutside(client, next, outside[1])
  else await applyInside(client, next)
  return next.name
}

const statementOf = ({ script }: Migration) =>
  script
    .replace(/^\s*--.*$/gm, '')
    .trim()
    .replace(/\s+/g, ' ')

/** Outside a transaction. An index of that name which is not valid is what is left of a try that was cut off. */
async function applyOutside(client: pg.Client, migration: Migration, index: string | undefined): Promise<void> {
  try {
    await client.query(TABLE)
    if (index !== undefined) {
      const { rowCount } = await client.query(
        'SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = $1 AND NOT i.indisvalid',
        [index],
      )
      if (rowCount) await client.query(`DROP INDEX CONCURRENTLY "${index}"`)
    }
    await client.query(migration.script)
    await note(client, migration)
  } catch (error) {
    throw new WrongEnvironment(`Migration ${migration.name} failed and is tried again at the next start: ${wordsOf(error)}.`, {
      cause: error,
    })
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

const note = (client: pg.Client, { name, checksum }: Migration) =>
  client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  )

async function applyInside(client: pg.Client, migration: Migration): Promise<void> {
  await client.query(`BEGIN; SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
  try {
    await client.query(TABLE)
    await client.query(migration.script)
    await note(client, migration)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw new WrongEnvironment(`Migration ${migration.name} failed and changed nothing: ${wordsOf(error)}.`, { cause: error })
  }
}

/** The first migration that the database has not, after checking that it has none this checkout does not know. */
async function findPending(client: pg.Client, history: Migration[]): Promise<Migration | undefined> {
  const applied = await readApplied(client)
  const known = new Set(history.map((migration) => migration.name))
  const newer = applied.find((row) => row.finished && !known.has(row.name))
  if (newer) {
    throw new WrongEnvironment(
      `The database was upgraded by a newer version (migration ${newer.name}): start that version, or restore the backup made before it.`,
    )
  }
  const failed = applied.find((row) => !row.finished)
  if (failed) {
    throw new WrongEnvironment(
      `Migration ${failed.name} was begun by "prisma migrate deploy" and never finished: repair the database and run "npx prisma migrate resolve --rolled-back ${failed.name}".`,
    )
  }
  const names = new Set(applied.map((row) => row.name))
  return history.find((migration) => !names.has(migration.name))
}

async function readApplied(client: pg.Client): Promise<{ name: string; finished: boolean }[]> {
  // Not to_regclass(): it may answer from a cache that is older than the lock this transaction has just waited for.
  const { rowCount } = await client.query(
    `SELECT FROM pg_class WHERE relname = '_prisma_migrations' AND relnamespace = current_schema()::regnamespace`,
  )
  if (rowCount === 0) return []
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
  )
  return rows
}
