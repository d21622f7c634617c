/** What plain words of a message may hold besides letters. */
export type Token =
  | { type: 'text'; text: string }
  | { type: 'mention'; text: string; username: string }
  | { type: 'room'; text: string; name: string }
  | { type: 'emoji'; text: string; name: string }

const NAMES =
  /(?<![\p{L}\p{N}_@#/&])(@[\p{L}\p{N}](?:[\p{L}\p{N}_.-]{0,62}[\p{L}\p{N}_])?|#[\p{L}\p{N}][\p{L}\p{N}_-]{0,79}|(?<!:):[a-z0-9][a-z0-9_+-]{1,31}:)/gu

/**
 * Splits a text at `@name`, `#room` and `:emoji:`. Whether such a name means anything is for the reader to look up. A room's name may
 * have blanks: `roomAt` gives the longest known one that a text begins with.
 */
export function tokenize(text: string, roomAt: (following: string) => string | null = () => null): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (const match of text.matchAll(NAMES)) {
    if (match.index < from) continue
    if (match.index > from) tokens.push({ type: 'text', text: text.slice(from, match.index) })
    const known = match[0].startsWith('#') ? roomAt(text.slice(match.index + 1)) : null
    const name = known === null ? match[0] : `#${known}`
    tokens.push(
      name.startsWith(':')
        ? { type: 'emoji', text: name, name: name.slice(1, -1) }
        : name.startsWith('@')
          ? { type: 'mention', text: name, username: name.slice(1).toLowerCase() }
          : { type: 'room', text: name, name: name.slice(1).toLowerCase() },
    )
    from = match.index + name.length
  }
  if (from < text.length) tokens.push({ type: 'text', text: text.slice(from) })
  return tokens
}

const EMOJI_ONLY =
  /^(?:\s*(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)*)\uFE0F?){1,6}\s*$/u

/** Up to six emoji and nothing else: drawn larger. */
export const isEmojiOnly = (text: string): boolean => text.length <= 80 && EMOJI_ONLY.test(text)

/** Up to six of the installation's own emoji and nothing else. */
export const areOwnEmoji = (text: string): boolean =>
  text.length <= 210 && /^(?:\s*:[a-z0-9][a-z0-9_+-]{1,31}:){1,6}\s*$/.test(text)

/** Without marks that the parser would act on: can be drawn as it is. */
export const isPlain = (text: string): boolean =>
  !/[*_~`[\]<>|\\!&]|:\/\/|www\.|mailto:|\S@\S|\n\n|^[ \t]{0,3}(?:[-+]|\d+[.)]|#{1,6})(?:[ \t]|$)|^[-=]{2,}[ \t]*$/im.test(text)
