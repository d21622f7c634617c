import { ACK_TIMEOUT_MS, ROWS_TIMEOUT_MS } from '#protocol/limits.ts'
import { type Ask, NoAnswer } from './ask.ts'

/**
 * How long a hello is waited for. One that nobody answered may have met a node that hangs, or a thin line on which its answer
 * was still coming: the next one is given twice the time, up to 40 s, or such a line would never be caught up.
 */
export function createPatience() {
  let unanswered = 0

  return {
    /** Asks with as much patience as there is by now, whatever the caller would wait. */
    of(ask: Ask): Ask {
      const patience = Math.min(ROWS_TIMEOUT_MS, ACK_TIMEOUT_MS * 2 ** unanswered)
      return (name, payload) =>
        ask(name, payload, patience).catch((error) => {
          if (error instanceof NoAnswer) unanswered += 1
          throw error
        })
    },
    answered() {
      unanswered = 0
    },
  }
}
