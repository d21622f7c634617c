import { WrongEnvironment } from '#server/env.ts'
import { startChild } from './child.ts'
import { ensureClient } from './generate.ts'
import { loadSettings, type Settings } from './settings.ts'
import { step } from './step.ts'

/** What both halves do before they start apart: settings, which must name the database that they share. */
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
  return settings
}

/**
 * Runs one half in a process of its own until it ends or a signal comes, which it is passed. Ends with its exit code.
 * Meanwhile `database` is brought up to date, where that could not be done before: it rejects when that can't be done at all.
 */
export async function runHalf(
  wanted: Parameters<typeof startChild>[0],
  where: string,
  graceMs: number,
  database: Promise<void> = Promise.resolve(),
): Promise<never> {
  const signalled = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(undefined))
  })
  const started = step(
    wanted.name,
    () => startChild(wanted),
    () => where,
  )
  const child = await Promise.race([Promise.all([started, database]).then(([it]) => it), signalled])
  // What is not ready yet follows this process.
  if (!child) process.exit(0)
  const sentence = await Promise.race([child.failed, signalled])
  if (sentence) console.error(sentence)
  await child.stop(graceMs)
  process.exit(sentence === undefined ? 0 : 1)
}
