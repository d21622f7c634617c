import type words from '#app/_words/en/pages.ts'
import { waitInWords } from '#app/_words/wait.ts'
import type { Refusal } from '#protocol/errors.ts'
import { sentences } from './register.ts'

export type RefusedWords = Pick<typeof words, 'signIn' | 'server'>

/** A refusal as a form before the chat says it: `message` for the whole form, `fields` beside what they name by `labels`. */
export function saidBefore(refusal: Refusal | null, labels: Record<string, string>, { signIn, server }: RefusedWords) {
  if (refusal === null) return { message: null, fields: {} as Record<string, string> }
  const { fields, retryAfterMs } = refusal.more
  if (refusal.code === 'rate_limited')
    return { message: signIn.tooMany.replace('{}', waitInWords(retryAfterMs ?? 60_000)), fields: {} as Record<string, string> }
  if (fields && Object.keys(fields).length > 0) return { message: null, fields: sentences(fields, labels, server) }
  return {
    message: refusal.message === '' ? signIn.unreachable : (server[refusal.message] ?? refusal.message),
    fields: {} as Record<string, string>,
  }
}
