import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { templateUrl } from './shared.ts'

export type TestDatabase = {
  url: string
  /** For looking and for arranging: a few connections without time-outs. */
  pool: pg.Pool
  /** Drops the database, whoever is connected. */
  drop(): Promise<void>
}

/** A database of one's own with the schema of this checkout and nothing in it: a copy of the template, about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const template = templateUrl()
  const url = withDatabase(template, name)
  await onServer(template, `CREATE DATABASE ${name} TEMPLATE ${new URL(template).pathname.slice(1)}`)
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  // Connections that `drop` cuts are told to nobody.
  pool.on('error', () => undefined)
  let dropped: Promise<void> | undefined
  const drop = async () => {
    await pool.end()
    await onServer(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
  return {
    url,
    pool,
    drop: () => {
      dropped ??= drop()
      return dropped
    },
  }
}

const withDatabase = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href

/** A copied database must have no connections, so this connects to another one. Copies are made one at a time by PostgreSQL's own lock. */
async function onServer(serverUrl: string, sql: string) {
  const client = new pg.Client({ connectionString: withDatabase(serverUrl, 'postgres') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
