import { jitter } from '#client/backoff.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import { ACK_TIMEOUT_MS } from '#protocol/limits.ts'
import type { RequestData, RequestName, RequestPayload } from '#protocol/requests.ts'

/** Asks the server and resolves with its answer's data; rejects with a `Refusal`. `withinMs` is the time it may take. */
export type Ask = <Name extends RequestName>(
  name: Name,
  payload: RequestPayload<Name>,
  withinMs?: number,
) => Promise<RequestData<Name>>

/** Nobody answered: what was asked may have happened or not. */
export class NoAnswer extends Refusal {
  constructor(message = 'The server did not answer.') {
    super('unavailable', message)
  }
}

/**
 * Asking on behalf of a person: waits for the connection, and asks again where the server says later (`isRetried`), as
 * long as that fits into the time of one answer. What was not answered is not repeated: nobody knows whether it happened.
 */
export function createPatientAsk({ ask, live }: { ask: Ask; live(withinMs: number): Promise<void> }): Ask {
  return async (name, payload, withinMs = ACK_TIMEOUT_MS) => {
    const until = Date.now() + withinMs
    for (let tries = 0; ; tries += 1) {
      await live(until - Date.now())
      try {
        return await ask(name, payload, withinMs)
      } catch (error) {
        if (!(error instanceof Refusal) || error instanceof NoAnswer || !isRetried(error.code)) throw error
        const wait = Math.max(error.more.retryAfterMs ?? 0, 100 + jitter(tries, { base: 500, cap: 5_000 }))
        if (Date.now() + wait > until) throw error
        await new Promise((done) => setTimeout(done, wait))
      }
    }
  }
}
