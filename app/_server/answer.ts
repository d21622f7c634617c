import { type ErrorCode, Refusal } from '#protocol/errors.ts'
import { isPassing } from '#server/core/messages/log/failures.ts'
import { pageLog } from './log.ts'

const STATUS: Partial<Record<ErrorCode, number>> = {
  invalid: 400,
  unauthorized: 401,
  token_expired: 401,
  forbidden: 403,
  banned: 403,
  muted: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  slow_mode: 429,
}

/** JSON that no cache keeps. */
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } })

/** A refusal as `{ error }` with its status, and `Retry-After` in seconds where there is a wait. */
export function refusal(error: Refusal): Response {
  const { retryAfterMs } = error.more
  return json(
    { error: error.toError() },
    STATUS[error.code] ?? 503,
    retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(retryAfterMs / 1_000)) },
  )
}

/** The one catch of a route: a refusal is answered, anything else is logged and answered `unavailable` without details. */
export async function answer(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    return refusal(toRefusal(error))
  }
}

/** What went wrong, as it may be told outside. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (isPassing(error)) pageLog().warn({ error }, 'the database did not answer')
  else pageLog().error({ error }, 'a route failed')
  return new Refusal('unavailable', 'That did not work just now. Try again in a moment.', { retryAfterMs: 1_000 })
}
