import { createLog, type Log } from '#server/log.ts'
import { pageEnv } from './env.ts'

let log: Log | undefined

/** The web process's log. */
export function pageLog(): Log {
  log ??= createLog(pageEnv().LOG_LEVEL)
  return log
}
