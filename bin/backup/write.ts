import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { readHistory } from '#prisma/history.ts'
import { PART_MAX_BYTES } from '#protocol/limits.ts'
import { isKept, listStored, type Stored } from '#server/core/files/stored.ts'
import { copyOut } from '#server/database/copy.ts'
import { queryOn, SNAPSHOT } from '#server/database/transaction.ts'
import { WrongEnvironment } from '#server/env.ts'
import type { Storage } from '#server/files/storage.ts'
import { connectPatiently } from './connection.ts'
import { FILES, FORMAT, MANIFEST, type Manifest, SETTINGS, tableFile } from './manifest.ts'
import { columnsOf, listSequences, listTables, quote, type Table } from './tables.ts'

const UNFINISHED = '.unfinished'

export type Wanted = {
  url: string
  /** Null: files are left out. */
  storage: Storage | null
  /** Where it goes; must not be there yet. */
  folder: string
  version: string
  /** What stands in `.env`. */
  settings: string | undefined
}

export type Made = { manifest: Manifest; missing: string[] }

/**
 * Writes a backup while people go on writing: every table in one snapshot, then the files that the snapshot knows. It is whole or
 * not there: made aside, and renamed last [O5]. `missing` names files that the storage has lost.
 */
export async function writeBackup(wanted: Wanted): Promise<Made> {
  const { folder, version, settings } = wanted
  const aside = `${folder}${UNFINISHED}`
  await rm(aside, { recursive: true, force: true })
  await mkdir(path.join(aside, 'tables'), { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new WrongEnvironment(`${aside} can't be made (${error.code}): name another place with --to.`)
  })
  const client = await connectPatiently(wanted.url)
  try {
    await client.query(`BEGIN ${SNAPSHOT}`)
    const query = queryOn(client)
    const migrations = await migrationsOf(client)
    const tables: Manifest['tables'] = []
    for (const table of await listTables(query)) tables.push(await writeTable(client, table, aside))
    const sequences = await listSequences(query)
    const stored = wanted.storage ? await listStored(query) : []
    await client.query('COMMIT')
    const { files, missing } = wanted.storage
      ? await writeFiles(wanted.storage, stored, aside, (id) => isKept(query, id))
      : { files: null, missing: [] }
    const manifest: Manifest = { format: FORMAT, version, madeAt: new Date().toISOString(), migrations, tables, sequences, files }
    if (settings !== undefined) await writeFile(path.join(aside, SETTINGS), settings, { mode: 0o600 })
    await writeFile(path.join(aside, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600, flush: true })
    await rename(aside, folder)
    return { manifest, missing }
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    throw error
  } finally {
    await client.end()
  }
}

/** What the database has applied. It must be known here, or nobody could read the backup. */
async function migrationsOf(client: pg.Client): Promise<Manifest['migrations']> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  const applied = new Set(rows.map(({ name }) => name))
  const known = await readHistory()
  const foreign = [...applied].find((name) => !known.some((migration) => migration.name === name))
  if (foreign)
    throw new WrongEnvironment(
      `The database was upgraded by a newer version (migration ${foreign}): make the backup with that version.`,
    )
  return known.filter(({ name }) => applied.has(name)).map(({ name, checksum }) => ({ name, checksum }))
}

async function writeTable(client: pg.Client, table: Table, folder: string): Promise<Manifest['tables'][number]> {
  const copy = copyOut(client, `COPY (SELECT ${columnsOf(table)} FROM ${quote(table.name)}) TO STDOUT`)
  const hash = createHash('sha256')
  await pipeline(
    copy.bytes,
    createGzip(),
    hashing(hash),
    createWriteStream(path.join(folder, tableFile(table.name)), { mode: 0o600, flush: true }),
  )
  return { ...table, rows: copy.rows(), sha256: hash.digest('hex') }
}

type Files = { files: NonNullable<Manifest['files']>; missing: string[] }

async function writeFiles(
  storage: Storage,
  stored: readonly Stored[],
  folder: string,
  isKept: (fileId: string) => Promise<boolean>,
): Promise<Files> {
  const files: Files['files'] = []
  const missing: string[] = []
  for (const { fileId, key, size } of stored) {
    let bytes: Readable
    try {
      bytes = await storage.read(key, 0, size ?? PART_MAX_BYTES)
    } catch (error) {
      // Taken away since the snapshot was: nobody misses it.
      if (await isKept(fileId)) missing.push(`${key} (${error instanceof Error ? error.message : error})`)
      continue
    }
    const target = path.join(folder, FILES, key)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    const hash = createHash('sha256')
    let length = 0
    const count = new Transform({
      transform(chunk: Buffer, _, done) {
        length += chunk.length
        done(null, chunk)
      },
    })
    await pipeline(bytes, count, hashing(hash), createWriteStream(target, { mode: 0o600, flush: true }))
    files.push({ key, size: length, sha256: hash.digest('hex') })
  }
  return { files, missing }
}

const hashing = (hash: Hash) =>
  new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
