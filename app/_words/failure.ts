import { say } from './say.ts'

const words = (): Record<string, string> => ({
  not_found: say.common.notSentYouAreNot,
  muted: say.common.notSentYouAreMuted,
  banned: say.common.notSentYouAreBanned,
  forbidden: say.common.notSentNobodyCanWrite,
  conflict: say.common.notSentAnotherMessageHas,
  blocked_by_rule: say.common.notSentARuleOf,
})

/** Why a scheduled message was not sent, by the protocol's code. */
export const failureInWords = (code: string): string => words()[code] ?? say.common.notSent
