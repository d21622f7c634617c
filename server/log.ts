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
    serializers: { error: describeError },
  })
}

const DEPTH_MAX = 3

/**
 * What a log says of an error: its name, words, code, stack and cause. Nothing else of it: the database's errors carry rows,
 * and the connection with everything that was asked on it.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: typeof error === 'string' ? error : 'something that is no error was thrown' }
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: error.stack,
    ...(error.cause !== undefined && depth < DEPTH_MAX ? { cause: describeError(error.cause, depth + 1) } : {}),
  }
}
