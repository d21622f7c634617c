import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '#prisma/generated/client.ts'
import { isPooled } from './pooled.ts'

/** The two ways to the database: Prisma for what may take a millisecond, a pool of plain connections for the hot paths. */
export type Database = {
  prisma: PrismaClient
  pool: pg.Pool
  url: string
  close(): Promise<void>
}

const INT8 = 20
const types = {
  // Counters are JSON numbers: seq and rev stay far below 2^53.
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig

/** Time-outs of every connection, in milliseconds. A request that waits longer is answered `unavailable` and asked again. */
const TIMEOUTS = {
  connectionTimeoutMillis: 2_000,
  idleTimeoutMillis: 30_000,
  query_timeout: 6_000,
}
/** The same, for PostgreSQL itself to keep. A pooler refuses a connection that asks for them. */
const SESSION_TIMEOUTS = { statement_timeout: 5_000, lock_timeout: 500 }

/**
 * Opens the pools; connects on first use.
 * `connections` is what this process may open at most. `onError` hears of connections that broke, idle or
 * between two statements: without a listener such an error would end the process.
 */
export function openDatabase(url: string, connections: number, onError: (error: Error) => void): Database {
  const timeouts = { ...TIMEOUTS, ...(isPooled(url) ? {} : SESSION_TIMEOUTS) }
  const forPrisma = Math.max(1, Math.floor(connections / 3))
  const pool = new pg.Pool({ connectionString: url, max: Math.max(2, connections - forPrisma), types, ...timeouts })
  pool.on('error', onError)
  // The pool listens to idle connections only: one that breaks between two statements of a transaction is nobody's otherwise.
  pool.on('connect', (client) => client.on('error', onError))
  const prisma = new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: url, max: forPrisma, ...timeouts },
      { onPoolError: onError, onConnectionError: onError },
    ),
  })
  return {
    prisma,
    pool,
    url,
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
