import { type Logger, pino } from 'pino'

export type Log = Logger

/** What a log line must never hold, wherever it appears in an object. */
const SECRET_KEYS = ['password', 'token', 'secret', 'cookie', 'authorization', 'body', 'draft', 'email']

/** Structured logs on stdout. Bodies, passwords, tokens and cookies are removed even when somebody logs an object that holds them. */
export function createLog(level: string): Log {
  return pino({
    level,
    redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), remove: true },
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: pino.stdSerializers.err },
  })
}
