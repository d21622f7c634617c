import { USERNAME_MAX, USERNAME_MIN } from '#protocol/limits.ts'
import { skeletonOf } from './look-alikes.ts'

/** A username as stored, and its skeleton. */
export type Name = { username: string; skeleton: string }

/** Names that would pass for the product, its staff or a mention of many. Their look-alikes are reserved too [A3]. */
const RESERVED = `
  admin admins administrator root system sysadmin superuser owner staff moderator moderators mod mods operator
  parley official support help helpdesk security abuse postmaster webmaster hostmaster noreply no-reply info
  all here everyone everybody channel room group thread team online
  me you self anonymous unknown deleted guest member nobody null undefined none true false bot webhook api www settings`
const reserved = new Set(RESERVED.trim().split(/\s+/).map(skeletonOf))

/** Scripts in everyday use (UAX #31, table 5): a name's letters come from one of them, or from one set that is written together. */
const ALONE =
  'Latin Cyrillic Greek Armenian Hebrew Arabic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Ethiopic Khmer Thaana'
const TOGETHER = ['Han Hiragana Katakana', 'Han Hangul', 'Han Bopomofo']

const writtenIn = (scripts: string) =>
  new RegExp(
    `^[${scripts
      .split(' ')
      .map((script) => `\\p{scx=${script}}`)
      .join('')}0-9._-]+$`,
    'u',
  )
const WRITINGS = [...ALONE.split(' '), ...TOGETHER].map(writtenIn)

// NFKC has made one of each composed letter; U+30FC and the like are letters to Unicode (Lm).
const SHAPE = /^[\p{Ll}\p{Lo}\p{Lm}0-9][\p{Ll}\p{Lo}\p{Lm}\p{M}0-9._-]*$/u
const ENDS_IN_PUNCTUATION = /[._-]$/
const PUNCTUATION_TWICE = /[._-]{2}/
const TOO_MANY_MARKS = /\p{M}{4}/u
// Letters to Unicode that draw nothing or only stretch a word.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0640\u07fa]/u

/** As typed at sign-in or registration, so that it can be compared: NFKC, lower case, without blanks around it. */
export const normaliseUsername = (raw: string): string => raw.normalize('NFKC').trim().toLowerCase().normalize('NFKC')

/**
 * Reads a username somebody would like to have [A1, A3]. Answers the name as it will be stored with its skeleton, or, as
 * `wrong`, what is wrong with it in words that follow the field's name.
 */
export function readUsername(raw: string): Name | { wrong: string } {
  const username = normaliseUsername(raw)
  const length = [...username].length
  if (length < USERNAME_MIN) return { wrong: `must have at least ${USERNAME_MIN} characters` }
  if (length > USERNAME_MAX) return { wrong: `must have at most ${USERNAME_MAX} characters` }
  if (INVISIBLE.test(username)) return { wrong: 'must not hold invisible characters' }
  if (!SHAPE.test(username))
    return { wrong: 'may hold letters, digits, full stops, hyphens and underscores, and starts with a letter or digit' }
  if (PUNCTUATION_TWICE.test(username) || ENDS_IN_PUNCTUATION.test(username)) {
    return { wrong: 'must have a letter or digit after each full stop, hyphen and underscore' }
  }
  if (TOO_MANY_MARKS.test(username)) return { wrong: 'has too many marks on one letter' }
  if (!WRITINGS.some((writing) => writing.test(username))) return { wrong: 'must not mix letters of different scripts' }
  const skeleton = skeletonOf(username)
  if (reserved.has(skeleton)) return { wrong: 'is reserved' }
  return { username, skeleton }
}
