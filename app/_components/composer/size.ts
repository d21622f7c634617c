import { locale, say } from '#app/_words/say.ts'
import { BODY_MAX_BYTES } from '#protocol/limits.ts'

const encoder = new TextEncoder()
const number = { format: (bytes: number) => new Intl.NumberFormat(locale()).format(bytes) }

/** What to say about a body's size: nothing while it is far from the limit. */
export function sizeInWords(text: string): { words: string; tooLarge: boolean } | null {
  // A character takes three bytes at most, so short texts need no counting.
  if (text.length * 3 < BODY_MAX_BYTES * 0.9) return null
  const bytes = encoder.encode(text).length
  if (bytes > BODY_MAX_BYTES)
    return {
      words: say.composer.tooLongOfBytesShorten(number.format(bytes), number.format(BODY_MAX_BYTES)),
      tooLarge: true,
    }
  return bytes > BODY_MAX_BYTES * 0.9
    ? { words: say.composer.bytesLeft(number.format(BODY_MAX_BYTES - bytes)), tooLarge: false }
    : null
}
