import { WrongEnvironment } from '#server/env.ts'
import { startChild } from './child.ts'
import { ensureClient } from './generate.ts'
import { migrate, openDatabase } from './open-database.ts'
import { loadSettings, type Settings } from './settings.ts'
import { step } from './step.ts'

/** What both halves do before they start apart: settings, the database they share, migrations. */
export async function prepareHalf(): Promise<Settings> {
  const settings = await step(
    'settings',
    async () => loadSettings(),
    ({ told }) => told,
  )
  if (settings.env.DATABASE_URL === undefined) {
    throw new WrongEnvironment('DATABASE_URL is not set: the web and the socket host need one database that both can reach.')
  }
  await ensureClient()
  const database = await openDatabase(settings)
  await migrate(database.url)
  return settings
}

/** Runs one half in a process of its own until it ends or a signal comes, which it is passed. Ends with its exit code. */
export async function runHalf(wanted: Parameters<typeof startChild>[0], where: string, graceMs: number): Promise<never> {
  const child = await step(
    wanted.name,
    () => startChild(wanted),
    () => where,
  )
  const sentence = await Promise.race([
    child.failed,
    new Promise<undefined>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(undefined))
    }),
  ])
  if (sentence) console.error(sentence)
  await child.stop(graceMs)
  process.exit(sentence === undefined ? 0 : 1)
}
