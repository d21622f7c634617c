import { type Database, openDatabase } from '#server/database/database.ts'
import { databaseUrl, pageEnv } from './env.ts'
import { pageLog } from './log.ts'

const KEY = Symbol.for('parley.database')
const held = globalThis as { [KEY]?: Database }

/**
 * The web process's one pool. It hangs on the global object because Next gives pages and routes copies of their own of
 * every module they import.
 */
export function pageDatabase(): Database {
  held[KEY] ??= openDatabase(databaseUrl(), pageEnv().DATABASE_POOL, (error) =>
    pageLog().warn({ error }, 'a database connection broke'),
  )
  return held[KEY]
}
