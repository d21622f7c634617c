import { type ErrorCode, Refusal } from '#protocol/errors.ts'
import { waitInWords } from './wait.ts'

const words: Partial<Record<ErrorCode, string>> = {
  unavailable: 'The server can’t be reached right now. Try again in a moment.',
  draining: 'The server is restarting. Try again in a moment.',
  token_expired: 'The connection is being renewed. Try again in a moment.',
  unauthorized: 'You are signed out. Sign in again.',
}

/** What happened and what to do, for something that was asked and refused. */
export function refusalInWords(error: unknown): string {
  if (!(error instanceof Refusal)) return 'Something went wrong. Try again in a moment.'
  if (error.code === 'rate_limited' || error.code === 'slow_mode') {
    return error.more.retryAfterMs === undefined
      ? 'Too fast. Wait a moment.'
      : `Too fast. Wait ${waitInWords(error.more.retryAfterMs)}.`
  }
  return words[error.code] ?? sentence(error.message)
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
