import { setTimeout as wait } from 'node:timers/promises'
import { applyMigrations } from '#prisma/migrate.ts'
import { isPassing } from '#server/core/messages/log/failures.ts'
import { type Embedded, startEmbedded } from '#server/database/embedded.ts'
import { pingDatabase } from '#server/database/ping-database.ts'
import { Unreachable, WrongEnvironment } from '#server/env.ts'
import type { Settings } from './settings.ts'
import { announce, step } from './step.ts'

/** A database that answers, and how to let go of it. `embedded` is there when it is ours. */
export type OpenDatabase = { url: string; embedded?: Embedded; stop(): Promise<void> }

/** Reaches `DATABASE_URL`, or starts the embedded PostgreSQL where it is not set. Sets `DATABASE_URL` for children. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  const { env, variables } = settings
  if (env.DATABASE_URL !== undefined) {
    const url = env.DATABASE_URL
    await step(
      'PostgreSQL',
      () => pingDatabase(url),
      () => new URL(url).host,
    )
    return { url, stop: async () => undefined }
  }
  const embedded = await step(
    'PostgreSQL',
    () => startEmbedded({ dataDir: env.DATA_DIR, password: env.DATABASE_PASSWORD! }),
    ({ reused, note }) => note ?? (reused ? 'runs already' : ''),
  )
  variables.DATABASE_URL = embedded.url
  return { url: embedded.url, embedded, stop: () => embedded.stop() }
}

/** Brings the database to this version's schema. */
export async function migrate(url: string): Promise<void> {
  await step(
    'migrations',
    () => applyMigrations(url),
    (applied) => (applied.length > 0 ? `applied ${applied.join(', ')}` : ''),
  )
}

const AGAIN_MS = 1_000

/**
 * Brings the database of `settings` to this version's schema. One that is only away is told in a sentence and waited for:
 * `migrated` resolves once it is done, and rejects with `WrongEnvironment` when what is there then is wrong.
 */
export async function migrateWhenThere(settings: Settings): Promise<{ migrated: Promise<void> }> {
  try {
    const { url } = await openDatabase(settings)
    await migrate(url)
    return { migrated: Promise.resolve() }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    announce('PostgreSQL', `${error.message} It is waited for.`)
    return { migrated: keepTrying(settings) }
  }
}

async function keepTrying(settings: Settings): Promise<void> {
  const url = settings.env.DATABASE_URL!
  for (;;) {
    await wait(AGAIN_MS)
    try {
      await pingDatabase(url)
      return await migrate(url)
    } catch (error) {
      const isAway = error instanceof Unreachable || (!(error instanceof WrongEnvironment) && isPassing(error))
      if (!isAway) throw error
    }
  }
}

/** The same for a command that does one thing and ends. */
export async function withDatabase(settings: Settings, use: (url: string) => Promise<void>): Promise<void> {
  const database = await openDatabase(settings)
  try {
    await use(database.url)
  } finally {
    await database.stop()
  }
}
