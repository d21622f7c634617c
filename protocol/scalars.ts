import { z } from 'zod'
import { EMOJI_NAME } from './emoji.ts'
import { BODY_MAX_BYTES, EMOJI_MAX, QUERY_MAX } from './limits.ts'

/** Ids of rooms, people and sessions: any lower-case UUID. */
export const id = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'must be a lower-case UUID')
/** Id of a message: a lower-case UUIDv7 minted by the sender. Its time is never read. */
export const messageId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'must be a lower-case UUIDv7')

/** A seq or rev: a whole number from 0 that JSON and PostgreSQL both hold exactly. */
export const counter = z.int().min(0)

const encoder = new TextEncoder()
/** Bytes of UTF-8 that a text takes. */
const utf8Bytes = (text: string): number => encoder.encode(text).length

// Control characters but newline and tab: NUL is refused by PostgreSQL, the others draw nothing anybody asked for.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/
const isClean = (text: string) => !CONTROL.test(text) && text.isWellFormed()

/** Text people wrote: no control characters but newline and tab, no lone surrogates. */
export const cleanText = z.string().refine(isClean, 'must not contain control characters or broken Unicode')
/** At most so many characters as people count them, nearly: an emoji is one of them, whatever it takes in UTF-16. */
const isWithin = (text: string, max: number) => text.length <= max || (text.length <= 2 * max && [...text].length <= max)
/** One line of it, trimmed. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .refine((text) => isWithin(text, max), `must have at most ${max} characters`)
    .refine((text) => isClean(text) && !/[\n\t]/.test(text), 'must be one line without control characters')

/** A message body. Its size is checked apart, because too large has a code of its own. */
export const body = cleanText
export const isTooLarge = (text: string): boolean => text.length > BODY_MAX_BYTES || utf8Bytes(text) > BODY_MAX_BYTES

/** An emoji, or the name of a custom one between colons. */
export const emoji = line(EMOJI_MAX).refine((text) => text.length > 0 && !/\s/.test(text), 'must be one emoji')
/** Name of a custom emoji, as it stands between colons. */
export const emojiName = z.string().regex(EMOJI_NAME, 'must be 2 to 32 of a-z, 0-9, _, + and -')
export const query = line(QUERY_MAX)
/** Where the next page starts: opaque to clients. */
export const pageCursor = cleanText.max(200)
export const pageLimit = (max: number) => z.int().min(1).max(max)
/** ISO 8601, UTC. */
export const time = z.string()
