import type { Embedded } from '#server/database/embedded.ts'
import { startEmbedded } from '#server/database/embedded.ts'
import type { Hosts } from './hosts.ts'
import type { OpenDatabase } from './open-database.ts'
import type { Settings } from './settings.ts'

/** What the socket host may take beyond its drain, and the web altogether. */
const MARGIN_MS = 10_000
/** npm and the terminal may each send one signal for one Ctrl-C; a second one counts after this time. */
const SECOND_SIGNAL_MS = 1_000

/**
 * Keeps everything running until `signalled` resolves, or until something can't be kept up. Then ends the socket host (it drains),
 * the web and PostgreSQL, in this order. Answers the exit code. A second Ctrl-C does not wait.
 */
export async function keepRunning(
  hosts: Hosts,
  database: OpenDatabase,
  settings: Settings,
  signalled: Promise<void>,
): Promise<number> {
  const keeper = keepPostgres(database, settings)
  const outcome = await Promise.race([
    signalled.then(() => 'signal' as const),
    hosts.web.failed.then((sentence) => ({ sentence })),
    hosts.socket.failed.then((sentence) => ({ sentence })),
    keeper.failed.then((sentence) => ({ sentence })),
  ])
  if (outcome === 'signal') console.log('\nStopping; press Ctrl-C again not to wait.')
  else if (outcome.sentence !== '') console.error(outcome.sentence)
  onSecondSignal(() => {
    hosts.socket.kill()
    hosts.web.kill()
  })
  await hosts.socket.stop(settings.env.DRAIN_SECONDS * 1_000 + MARGIN_MS)
  await hosts.web.stop(MARGIN_MS)
  await keeper.stop()
  return outcome === 'signal' ? 0 : 1
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Resolves when this process is asked to end. From this call on a signal does not end it by itself. */
export function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve())
  })
}

function onSecondSignal(hurry: () => void) {
  const began = Date.now()
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (Date.now() - began > SECOND_SIGNAL_MS) hurry()
    })
  }
}

/** Starts the embedded PostgreSQL again, at the same port, should it end by itself (a kill, too little memory). */
function keepPostgres(database: OpenDatabase, settings: Settings) {
  let current = database.embedded
  let stopping = false
  const failed = new Promise<string>((resolve) => {
    const watch = async (embedded: Embedded) => {
      await embedded.ended
      if (stopping) return
      console.error('PostgreSQL ended and is started again.')
      try {
        const { DATA_DIR, DATABASE_PASSWORD } = settings.env
        const port = Number(new URL(embedded.url).port)
        current = await startEmbedded({ dataDir: DATA_DIR, password: DATABASE_PASSWORD!, port })
        void watch(current)
      } catch (error) {
        resolve(error instanceof Error ? error.message : String(error))
      }
    }
    if (current) void watch(current)
  })
  return {
    failed,
    stop: async () => {
      stopping = true
      await current?.stop()
    },
  }
}
