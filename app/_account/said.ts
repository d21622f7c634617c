import { refusalInWords, saidInWords } from '#app/_words/refusal.ts'
import type { Refusal } from '#protocol/errors.ts'

/** A refusal as a form of the settings says it: `message` for the whole form, `fields` beside what they name. */
export function saidOf(refusal: Refusal | null): { message: string | null; fields: Record<string, string | undefined> } {
  if (refusal === null) return { message: null, fields: {} }
  const faults = Object.entries(refusal.more.fields ?? {})
  // Faults are told as what a field does wrong: "must have at least 8 characters".
  const fields = Object.fromEntries(faults.map(([name, fault]) => [name, saidInWords(`This ${fault}`)]))
  return { message: faults.length > 0 ? null : refusalInWords(refusal), fields }
}
