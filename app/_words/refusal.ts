import { type ErrorCode, Refusal } from '#protocol/errors.ts'
import { say } from './say.ts'
import { waitInWords } from './wait.ts'

const words = (): Partial<Record<ErrorCode, string>> => ({
  unavailable: say.common.theServerCantBeReached,
  draining: say.common.theServerIsRestartingTry,
  token_expired: say.common.theConnectionIsBeingRenewed,
  unauthorized: say.common.youAreSignedOutSign,
})

/** What happened and what to do, for something that was asked and refused. */
export function refusalInWords(error: unknown): string {
  if (!(error instanceof Refusal)) return say.common.somethingWentWrongTryAgain
  if (error.code === 'rate_limited' || error.code === 'slow_mode') {
    return error.more.retryAfterMs === undefined
      ? say.common.tooFastWaitAMoment
      : say.common.tooFastWait(waitInWords(error.more.retryAfterMs))
  }
  return words()[error.code] ?? sentence(error.message)
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
