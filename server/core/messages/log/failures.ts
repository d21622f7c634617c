/** A lock was not had within the connection's lock time-out. */
export const LOCK_TIMEOUT = '55P03'

const PASSING = new Set([
  '40001', // lost a race
  '40P01', // deadlock
  '57P01', // the connection was ended by an administrator
  '57P02',
  '57P03', // the server is starting or stopping
  '57014', // statement time-out
  '53300', // too many connections
  '53100', // disk full
  LOCK_TIMEOUT,
])
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error/

/**
 * Whether the same statement may succeed in a moment: the database was away, busy or held. Whether it committed is
 * unknown then, so it is run again with the same ids, and what is stored already comes back as `dup`.
 */
export function isPassing(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return (
    PASSING.has(code) ||
    code.startsWith('08') ||
    code.startsWith('ECONN') ||
    code === 'ENOENT' ||
    code === 'EPIPE' ||
    LOST.test(message)
  )
}
