import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WrongEnvironment } from '#server/env.ts'
import { templateUrl } from '#server/testing/shared.ts'
import { authorMigration, diffSchemas, SCHEMA } from './author.ts'
import { MIGRATIONS, readHistory } from './history.ts'
import { applyMigrations } from './migrate.ts'
import { withSchemaEngine } from './schema-engine.ts'

let url: string
let client: pg.Client
let folder: string

const onServer = async (sql: string) => {
  const server = new pg.Client({
    connectionString: Object.assign(new URL(templateUrl()), { pathname: '/postgres' }).href,
  })
  await server.connect()
  await server.query(sql)
  await server.end()
}

beforeEach(async () => {
  const name = `migrate_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(`CREATE DATABASE ${name} TEMPLATE template0`)
  url = Object.assign(new URL(templateUrl()), { pathname: `/${name}` }).href
  client = new pg.Client({ connectionString: url })
  await client.connect()
  folder = mkdtempSync(path.join(tmpdir(), 'parley-migrations-'))
  cpSync(MIGRATIONS, folder, { recursive: true })
})

afterEach(async () => {
  await client.end()
  await onServer(`DROP DATABASE ${new URL(url).pathname.slice(1)}`)
  rmSync(folder, { recursive: true })
})

const addMigration = (name: string, script: string) => {
  mkdirSync(path.join(folder, name))
  writeFileSync(path.join(folder, name, 'migration.sql'), script)
}
const columns = async (on: pg.Client) =>
  (
    await on.query(
      `SELECT table_name, column_name, udt_name, is_nullable, column_default FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
    )
  ).rows

describe('applyMigrations', () => {
  it('applies the whole history once, also when eight hosts start together', async () => {
    const applied = await Promise.all(Array.from({ length: 8 }, () => applyMigrations(url)))
    const history = (await readHistory()).map((migration) => migration.name)
    expect(applied.flat().sort()).toEqual(history)
    expect(await applyMigrations(url)).toEqual([])
  })

  it('makes the tables that schema.prisma describes', async () => {
    await applyMigrations(url)
    const migrated = await columns(client)
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    await client.query((await diffSchemas(undefined, SCHEMA, url))!)
    expect(migrated).toEqual(await columns(client))
  })

  it('leaves a history that Prisma finds in order', async () => {
    await applyMigrations(url)
    const migrations = await readHistory()
    const found = await withSchemaEngine(url, (engine) =>
      engine.applyMigrations({
        migrationsList: {
          baseDir: MIGRATIONS,
          lockfile: { path: 'migration_lock.toml', content: readFileSync(path.join(MIGRATIONS, 'migration_lock.toml'), 'utf8') },
          shadowDbInitScript: '',
          migrationDirectories: migrations.map(({ name, script }) => ({
            path: name,
            migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
          })),
        },
        filters: { externalTables: [], externalEnums: [] },
      }),
    )
    expect(found.appliedMigrationNames).toEqual([])
  })

  it('applies functions written by hand', async () => {
    addMigration(
      '29990101000000_by_hand',
      `CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; -- a 'quote; $1
       END $$; CREATE INDEX by_hand ON users (lower(username)) WHERE email IS NOT NULL;`,
    )
    expect(await applyMigrations(url, folder)).toContain('29990101000000_by_hand')
    expect((await client.query('SELECT twice(21)')).rows).toEqual([{ twice: 42 }])
  })

  it('changes nothing when a migration fails, and applies it once it is mended', async () => {
    addMigration('29990101000000_broken', 'CREATE TABLE half (id int); SELECT 1 / 0;')
    await expect(applyMigrations(url, folder)).rejects.toThrow(
      'Migration 29990101000000_broken failed and changed nothing: division by zero.',
    )
    expect((await client.query("SELECT to_regclass('half') AS half")).rows).toEqual([{ half: null }])
    writeFileSync(path.join(folder, '29990101000000_broken', 'migration.sql'), 'CREATE TABLE half (id int)')
    expect(await applyMigrations(url, folder)).toEqual(['29990101000000_broken'])
  })

  it('makes an index on a table that is in use outside a transaction: nobody who writes waits, and many hosts may start', async () => {
    await applyMigrations(url)
    const script = '-- For a search.\nCREATE INDEX CONCURRENTLY IF NOT EXISTS users_by_status ON users (status_text);\n'
    addMigration('29990101000000_an_index', script)
    const person = (name: string) =>
      `INSERT INTO users (id, username, skeleton, display_name) VALUES (gen_random_uuid(), '${name}', '${name}', '${name}')`
    await client.query(`BEGIN; ${person('one')}`)
    // It waits for whoever wrote before it, as long as that takes.
    const applied = Promise.all([1, 2, 3].map(() => applyMigrations(url, folder)))
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    await expect.poll(async () => (await other.query(`SELECT FROM pg_class WHERE relname = 'users_by_status'`)).rowCount).toBe(1)
    await other.query(`SET lock_timeout = '500ms'; ${person('two')}`)
    await other.end()
    await client.query('COMMIT')
    expect((await applied).flat()).toEqual(['29990101000000_an_index'])
    const { rows } = await client.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_by_status'::regclass`)
    expect(rows).toEqual([{ indisvalid: true }])
  })

  it('makes an index anew that was left half done', async () => {
    await applyMigrations(url)
    const person = (name: string) =>
      `INSERT INTO users (id, username, skeleton, display_name) VALUES (gen_random_uuid(), '${name}', '${name}', 'same')`
    await client.query(`${person('one')}; ${person('two')}`)
    const script = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS one_name ON users (display_name)'
    addMigration('29990101000000_unique', script)
    await expect(applyMigrations(url, folder)).rejects.toThrow(
      /29990101000000_unique failed and is tried again at the next start/,
    )
    const isValid = async () =>
      (await client.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'one_name'::regclass`)).rows[0]?.indisvalid
    expect(await isValid()).toBe(false)
    await client.query('UPDATE users SET display_name = username')
    expect(await applyMigrations(url, folder)).toEqual(['29990101000000_unique'])
    expect(await isValid()).toBe(true)
    expect(await applyMigrations(url, folder)).toEqual([])
  })

  it('refuses a database that a newer version has upgraded', async () => {
    addMigration('29990101000000_future', 'CREATE TABLE future (id int)')
    await applyMigrations(url, folder)
    const refused = applyMigrations(url)
    await expect(refused).rejects.toThrow(WrongEnvironment)
    await expect(refused).rejects.toThrow(/upgraded by a newer version \(migration 29990101000000_future\): start that version/)
  })
})

describe('authorMigration', () => {
  it('writes nothing when the schema is as it was last authored', async () => {
    expect(await authorMigration('nothing', url)).toBeUndefined()
  })

  it('writes the step from the schema as last authored, which applies', async () => {
    const authored = path.join(folder, 'schema.prisma')
    const before = readFileSync(authored, 'utf8').replace(/^ +statusText .*\n/m, '')
    writeFileSync(authored, before)
    await applyMigrations(url, folder)
    await client.query('ALTER TABLE users DROP COLUMN status_text')
    const written = await authorMigration('Status, again!', url, folder)
    expect(path.basename(written!)).toMatch(/^\d{14}_status_again$/)
    expect(readFileSync(path.join(written!, 'migration.sql'), 'utf8')).toContain('ADD COLUMN     "status_text" TEXT')
    expect(await applyMigrations(url, folder)).toEqual([path.basename(written!)])
    expect(await authorMigration('more', url, folder)).toBeUndefined()
  })
})
