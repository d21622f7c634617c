import { parseArgs } from 'node:util'
import { findFreePort } from '#server/database/postmaster.ts'
import { Unreachable, WrongEnvironment } from '#server/env.ts'
import { pingRedis } from '#server/live/ping-redis.ts'
import { ensureBuild } from './build.ts'
import { ensureClient } from './generate.ts'
import { type Hosts, startHosts } from './hosts.ts'
import { keepRunning, waitForSignal } from './keep-running.ts'
import { migrate, openDatabase } from './open-database.ts'
import { requirePort, usableHost } from './port.ts'
import { loadSettings, type Settings } from './settings.ts'
import { step } from './step.ts'
import { whereToGo } from './where.ts'
import { requireWorkers } from './workers.ts'

const ALONE_DRAIN_SECONDS = '3'

/** `npm start`: everything at one address. */
export async function main(args: string[]): Promise<void> {
  await up('production', readWorkers(args))
}

const WORKERS_MAX = 64

function readWorkers(args: string[]): number {
  const usage =
    'npm start [-- --workers N]: so many socket hosts behind one port, with Redis; one for each core is a good number.'
  let given: string | undefined
  try {
    given = parseArgs({ args, options: { workers: { type: 'string' } } }).values.workers
  } catch (error) {
    throw new WrongEnvironment(`${(error as Error).message}\n\n${usage}`)
  }
  const count = Number(given ?? 1)
  if (!Number.isInteger(count) || count < 1 || count > WORKERS_MAX)
    throw new WrongEnvironment(`--workers wants a number from 1 to ${WORKERS_MAX}.\n\n${usage}`)
  return count
}

/** Sets up what is missing, starts everything, says where to go and keeps it running until it is told to end. */
export async function up(mode: 'production' | 'development', workers = 1): Promise<void> {
  const began = performance.now()
  console.log('Parley')
  const settings = await step(
    'settings',
    async () => loadSettings(),
    ({ told }) => told,
  )
  const { env, variables } = settings
  if (workers > 1) requireWorkers(workers, settings)
  // Nobody can reconnect to another node, so nobody is made to wait for a slow good-bye.
  if (env.REDIS_URL === undefined) variables.DRAIN_SECONDS ||= ALONE_DRAIN_SECONDS
  const host = await usableHost(env.HOST)
  const port = env.PORT === 0 ? await findFreePort() : env.PORT
  await requirePort(port, host, 'PORT')
  await requireRedis(settings)
  await ensureClient()
  const database = await openDatabase(settings)
  let hosts: Hosts
  let signalled: Promise<void>
  try {
    await migrate(database.url)
    if (mode === 'production') await ensureBuild(variables)
    hosts = await startHosts({ variables, port, host, mode, workers })
    // Before anybody reads that it is ready. Until here a signal ends this process, and what it started follows.
    signalled = waitForSignal()
    const lines = await whereToGo(env, port, host, database.url)
    console.log(
      `\n${lines.map((line) => `  ${line}`).join('\n')}\n\n  Ready in ${((performance.now() - began) / 1_000).toFixed(1)} s. Ctrl-C stops it.\n`,
    )
  } catch (error) {
    await database.stop()
    throw error
  }
  process.exit(await keepRunning(hosts, database, settings, signalled))
}

/** Throws `WrongEnvironment` when REDIS_URL is wrong. One that is only away stops nobody: the socket host tells of it. */
export async function requireRedis({ env }: Settings): Promise<void> {
  const { REDIS_URL } = env
  if (REDIS_URL === undefined) return
  await step(
    'Redis',
    () => pingRedis(REDIS_URL),
    () => new URL(REDIS_URL).host,
  ).catch((error: unknown) => {
    if (!(error instanceof Unreachable)) throw error
  })
}
