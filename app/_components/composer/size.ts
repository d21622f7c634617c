import { BODY_MAX_BYTES } from '#protocol/limits.ts'

const encoder = new TextEncoder()
const number = new Intl.NumberFormat('en')

/** What to say about a body's size: nothing while it is far from the limit. */
export function sizeInWords(text: string): { words: string; tooLarge: boolean } | null {
  // A character takes three bytes at most, so short texts need no counting.
  if (text.length * 3 < BODY_MAX_BYTES * 0.9) return null
  const bytes = encoder.encode(text).length
  if (bytes > BODY_MAX_BYTES)
    return {
      words: `Too long: ${number.format(bytes)} of ${number.format(BODY_MAX_BYTES)} bytes. Shorten it to send it.`,
      tooLarge: true,
    }
  return bytes > BODY_MAX_BYTES * 0.9 ? { words: `${number.format(BODY_MAX_BYTES - bytes)} bytes left.`, tooLarge: false } : null
}
