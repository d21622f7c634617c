import { SKEW_MS } from '#server/core/sessions/socket-token.ts'
import type { Log } from '#server/log.ts'

/** What the database's clock said, and ours (epoch ms) when it was asked and when it had answered. */
type ClockSeen = { databaseAt: number; askedAt: number; answeredAt: number }

/**
 * Tells in the log when this node's clock and the database's begin to differ by more than the tokens of other hosts may,
 * and when they agree again [A14]. An answer that took long tells little: what it leaves open changes nothing.
 */
export function createSkewWatch(log: Log) {
  let isOff = false

  return {
    saw({ databaseAt, askedAt, answeredAt }: ClockSeen) {
      const unsureMs = (answeredAt - askedAt) / 2
      const aheadMs = Math.round((askedAt + answeredAt) / 2 - databaseAt)
      const isSurelyOff = Math.abs(aheadMs) - unsureMs > SKEW_MS
      const isSurelyRight = Math.abs(aheadMs) + unsureMs <= SKEW_MS
      if (isSurelyOff && !isOff) {
        log.error(
          { aheadMs },
          'the clock of this node and that of the database differ by more than 30 s: tokens are refused here',
        )
      }
      if (isSurelyRight && isOff) log.info({ aheadMs }, 'the clock of this node and that of the database agree again')
      if (isSurelyOff || isSurelyRight) isOff = isSurelyOff
    },
  }
}
