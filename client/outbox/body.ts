import { Refusal } from '#protocol/errors.ts'
import { BODY_MAX_BYTES } from '#protocol/limits.ts'

// The same as the protocol's `cleanText`, which can't be had without its schema library.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/
const encoder = new TextEncoder()

/** A body as it will be sent: line ends as `\n`. Refuses `invalid` for nothing without files, or control characters, `too_large` past 100 KB. */
export function requireBody(text: string, hasFiles = false): string {
  const body = text.replace(/\r\n?/g, '\n')
  if (!hasFiles && body.trim() === '')
    throw new Refusal('invalid', 'A message needs some text.', { fields: { body: 'is empty' } })
  // No character takes more bytes than three a UTF-16 unit, so most bodies need no counting.
  if (body.length * 3 > BODY_MAX_BYTES && encoder.encode(body).length > BODY_MAX_BYTES)
    throw new Refusal('too_large', 'The message is longer than 100 KB.', { fields: { body: 'is too long' } })
  if (CONTROL.test(body) || !isWellFormed(body))
    throw new Refusal('invalid', 'The message holds characters that can’t be sent.', {
      fields: { body: 'has control characters' },
    })
  return body
}

/** No half of a surrogate pair alone. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text)
