import { NoAnswer } from './ask.ts'
import type { Link } from './link.ts'

/** An answer to "are you there" is waited for this long (ms), and not asked for more often than that. */
const CHECK_MS = 3_000
const CHECK_EVERY_MS = 10_000

/** A dead connection says nothing for half a minute: after sleep or a change of network it is asked. */
export function createAliveCheck() {
  let checkedAt = 0

  /** False when the connection does not answer. True also when it was asked a moment ago and the machine did not sleep. */
  return async function isAlive(link: Link, slept: boolean): Promise<boolean> {
    const at = Date.now()
    if (!slept && at - checkedAt < CHECK_EVERY_MS) return true
    checkedAt = at
    const answered = await link.ask('session:refresh', {}, CHECK_MS).then(
      () => true,
      (error) => !(error instanceof NoAnswer),
    )
    return answered || link.heardAt() > at
  }
}
