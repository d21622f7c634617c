import { readEnv, WrongEnvironment } from './env.ts'
import { takeHanded } from './handed.ts'
import { createLog } from './log.ts'
import { startServer } from './start.ts'
import { startWatchdog } from './watchdog.ts'

/** The process of a socket host: starts it, drains it when asked to end, and survives what nobody foresaw. */
try {
  const env = readEnv()
  const log = createLog(env.LOG_LEVEL)
  process.on('unhandledRejection', (error) => log.error({ error }, 'a promise was rejected and nobody listened'))
  // A debugger stands still on purpose.
  if (env.NODE_ENV !== 'development') startWatchdog(env.STALL_SECONDS)
  const server = await startServer(env, { log })
  takeHanded(server.http)
  log.info({ port: server.port }, 'listening')
  process.send?.({ ready: true, port: server.port })

  let isLeaving = false
  const leave = (signal: string) => {
    if (isLeaving) process.exit(1)
    isLeaving = true
    log.info({ signal }, 'draining')
    setTimeout(() => process.exit(1), (env.DRAIN_SECONDS + 5) * 1_000).unref()
    server.drain().then(
      () => process.exit(0),
      (error) => {
        log.error({ error }, 'draining failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => leave('SIGTERM'))
  process.on('SIGINT', () => leave('SIGINT'))
} catch (error) {
  if (!(error instanceof WrongEnvironment)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(78)
}
