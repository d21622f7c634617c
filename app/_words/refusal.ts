import { type ErrorCode, Refusal } from '#protocol/errors.ts'
import { language, say } from './say.ts'
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
  return words()[error.code] ?? saidInWords(error.message, error.code)
}

/** A sentence of a refusal in the reader's language: it comes in English. One that is not known says what its code says. */
export function saidInWords(said: string, code?: string): string {
  if (language() === 'en') return sentence(said)
  const known = translated(sentence(said))
  if (known !== null) return known
  if (code === 'forbidden') return say.common.refusedForbidden
  return code === 'not_found' ? say.common.refusedNotFound : say.common.refusedOtherwise
}

function translated(said: string): string | null {
  // Fetched soon after the shell; until then it is told by its code.
  const all: Record<string, string> = say.refusals ?? {}
  const whole = all[said]
  if (whole !== undefined) return whole
  for (const [english, words] of Object.entries(all)) {
    if (!english.includes('{}')) continue
    const found = new RegExp(`^${english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{}', '(.+?)')}$`, 's').exec(said)
    if (found) {
      let next = 0
      return words.replaceAll('{}', () => found[++next] ?? '')
    }
  }
  return null
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
