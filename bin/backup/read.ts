import { createReadStream } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { MIGRATIONS } from '#prisma/history.ts'
import { applyMigrations } from '#prisma/migrate.ts'
import { renewHistory } from '#server/core/sync/epoch.ts'
import { copyIn } from '#server/database/copy.ts'
import { queryOn } from '#server/database/transaction.ts'
import { WrongEnvironment } from '#server/env.ts'
import type { Storage } from '#server/files/storage.ts'
import { checkBackup } from './check.ts'
import { connectPatiently } from './connection.ts'
import { FILES, type Manifest, tableFile } from './manifest.ts'
import { columnsOf, quote } from './tables.ts'

/** A host that has not beaten for this long runs no more. */
const BEATS_WITHIN = '45 seconds'
/** Where the former state waits until the restored one is whole. */
const FORMER = 'parley_before_restore'

export type Wanted = { url: string; storage: Storage; folder: string; manifest: Manifest; replace: boolean }

/**
 * Puts a backup back: its schema, its rows, its files, then the migrations that came since. A database that holds something is
 * refused unless it is to be replaced, and is what it was when anything fails. Another history begins, so that every client starts
 * over [K6, O5]. Throws `WrongEnvironment` when the backup is damaged or too new, or somebody runs on the database.
 */
export async function restoreBackup({ url, storage, folder, manifest, replace }: Wanted): Promise<void> {
  await checkBackup(folder, manifest)
  const client = await connectPatiently(url)
  try {
    const schema = await makeRoom(client, replace)
    try {
      await withMigrations(manifest, (migrations) => applyMigrations(url, migrations))
      await readTables(client, folder, manifest)
      await readFiles(storage, folder, manifest)
      await applyMigrations(url)
    } catch (error) {
      // Whatever becomes of that, what is told is why the restore failed.
      await putBack(client, schema).catch(() => undefined)
      throw error
    }
    await client.query(`DROP SCHEMA IF EXISTS ${FORMER} CASCADE`)
    await client.query('ANALYZE')
  } finally {
    await client.end()
  }
}

/** Leaves an empty schema, the former one aside. Answers its name. */
async function makeRoom(client: pg.Client, replace: boolean): Promise<string> {
  const { rows } = await client.query<{ schema: string; held: boolean }>(
    `SELECT current_schema() AS schema, EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')) AS held`,
  )
  const { schema, held } = rows[0]!
  if (!held) return schema
  if (!replace)
    throw new WrongEnvironment(
      'This database holds something already: name an empty one in DATABASE_URL, or add --replace to lose what is there.',
    )
  const { rows: hosts } = await client
    .query<{ host: string }>(`SELECT host FROM node WHERE beat_at > now() - $1::interval`, [BEATS_WITHIN])
    .catch(() => ({ rows: [] }))
  if (hosts.length > 0)
    throw new WrongEnvironment(`Parley runs on this database (on ${hosts[0]!.host}): stop it, and try again a minute later.`)
  try {
    await client.query(`SET lock_timeout = '10s'; DROP SCHEMA IF EXISTS ${FORMER} CASCADE`)
    await client.query(`BEGIN; ALTER SCHEMA ${quote(schema)} RENAME TO ${FORMER}; CREATE SCHEMA ${quote(schema)}; COMMIT`)
    return schema
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw new WrongEnvironment(
      `This database can't be replaced by this user (${(error as Error).message}): make an empty one and name it in DATABASE_URL.`,
    )
  }
}

async function putBack(client: pg.Client, schema: string): Promise<void> {
  await client.query('ROLLBACK').catch(() => undefined)
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [FORMER])
  await client.query(
    `BEGIN; DROP SCHEMA ${quote(schema)} CASCADE; ${rowCount ? `ALTER SCHEMA ${FORMER} RENAME TO ${quote(schema)}` : `CREATE SCHEMA ${quote(schema)}`}; COMMIT`,
  )
}

/** A folder with those migrations alone that the backup was made after. */
async function withMigrations(manifest: Manifest, use: (folder: string) => Promise<unknown>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-restore-'))
  try {
    for (const { name } of manifest.migrations)
      await cp(path.join(MIGRATIONS, name), path.join(folder, name), { recursive: true })
    await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readTables(client: pg.Client, folder: string, { tables, sequences }: Manifest): Promise<void> {
  await client.query('BEGIN')
  const names = tables.map(({ name }) => quote(name))
  // What looks after rows as they are written has done so already, and may let nobody take any away.
  for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`)
  // What migrations wrote themselves is in the backup as it became.
  await client.query(`TRUNCATE ${names.join(', ')}`)
  for (const table of tables) {
    const copy = copyIn(client, `COPY ${quote(table.name)} (${columnsOf(table)}) FROM STDIN`)
    await pipeline(createReadStream(path.join(folder, tableFile(table.name))), createGunzip(), copy.into)
    if (copy.rows() !== table.rows)
      throw new WrongEnvironment(`${table.name} came to ${copy.rows()} rows where ${table.rows} were written.`)
  }
  for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`)
  for (const { name, value, called } of sequences)
    await client.query('SELECT setval($1::regclass, $2::int8, $3)', [quote(name), value, called])
  await renewHistory(queryOn(client))
  await client.query('COMMIT')
}

async function readFiles(storage: Storage, folder: string, { files }: Manifest): Promise<void> {
  for (const { key } of files ?? []) await storage.put(key, await readFile(path.join(folder, FILES, key)))
}
