/** Every code an answer's `error.code` may hold, and what a client does with it. */
export const RETRIED = ['rate_limited', 'slow_mode', 'unavailable', 'draining', 'token_expired'] as const
export const FINAL = [
  'invalid',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'blocked_by_rule',
  'muted',
  'banned',
] as const
export const HANDSHAKE_ONLY = ['too_many_connections', 'protocol_mismatch'] as const

export type ErrorCode = (typeof RETRIED)[number] | (typeof FINAL)[number] | (typeof HANDSHAKE_ONLY)[number]

export type ProtocolError = {
  code: ErrorCode
  message: string
  /** Milliseconds after which the same request may succeed. */
  retryAfterMs?: number
  /** What is wrong, by field. */
  fields?: Record<string, string>
}

export type Answer<Data> = { ok: true; data: Data } | { ok: false; error: ProtocolError }

/** Whether a client asks again by itself, with the same id. */
export const isRetried = (code: ErrorCode): boolean => (RETRIED as readonly string[]).includes(code)

/** The way to say no: thrown by core, answered by the doors. Anything else thrown is a bug. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly more: { retryAfterMs?: number; fields?: Record<string, string> } = {},
  ) {
    super(message)
    this.name = 'Refusal'
  }

  toError(): ProtocolError {
    return { code: this.code, message: this.message, ...this.more }
  }
}
