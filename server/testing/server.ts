import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Env } from '#server/env.ts'
import { createLog } from '#server/log.ts'
import { type Running, startServer as start } from '#server/start.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { type Overrides, testEnv } from './env.ts'
import { sharedRedisUrl } from './shared.ts'

export type TestServer = {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  url: string
  port: number
  env: Env
  database: TestDatabase
  reconcile: Running['reconcile']
  drain(): Promise<void>
  /** Ends it, and drops the database when it was made for it. */
  close(): Promise<void>
}

/** A socket host in this process on a free port, with an empty database of its own unless `DATABASE_URL` is given. */
export async function startServer(overrides: Overrides = {}, shared?: TestDatabase): Promise<TestServer> {
  const database = shared ?? (await createTestDatabase())
  // Files lie beside the database they belong to.
  const folder = path.join(tmpdir(), 'parley-tests', path.basename(new URL(database.url).pathname))
  const env = testEnv({ DATABASE_URL: database.url, DATA_DIR: folder, ...overrides })
  const server = await start(env, { log: createLog(env.LOG_LEVEL) })
  return {
    ...server,
    env,
    database,
    close: async () => {
      await server.close()
      if (!shared) await dropAll(database, folder)
    },
  }
}

async function dropAll(database: TestDatabase, folder: string) {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
}

export type Cluster = { nodes: readonly TestServer[]; database: TestDatabase; close(): Promise<void> }

/** `n` socket hosts in this process over one database and, unless `REDIS_URL` says otherwise, the tests' Redis. */
export async function startCluster(n: number, overrides: Overrides = {}): Promise<Cluster> {
  const database = await createTestDatabase()
  const variables = { REDIS_URL: sharedRedisUrl(), ...overrides }
  const nodes = await Promise.all(Array.from({ length: n }, () => startServer(variables, database)))
  return {
    nodes,
    database,
    close: async () => {
      await Promise.all(nodes.map((node) => node.close()))
      await database.drop()
    },
  }
}
