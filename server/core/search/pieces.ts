/**
 * What a folded text is made of. `word`: letters and digits of a script that parts its words. `dense`: a run of a script
 * that does not (Chinese, Japanese, Korean with its endings, Thai, Lao, Khmer, Burmese). `signs`: everything else that is
 * drawn, emoji too. Between them may be space.
 */
export type Piece = { kind: 'word' | 'dense' | 'signs'; text: string; at: number }

const DENSE =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const PIECE = new RegExp(
  `([${DENSE}]+)|((?:(?![${DENSE}])[\\p{L}\\p{N}\\p{M}])+)|((?:(?![\\p{L}\\p{N}\\p{M}]|[${DENSE}])\\S)+)`,
  'gu',
)
const ASCII_PIECE = /([a-z0-9]+)|([^a-z0-9\s]+)/g
const ASCII = /^[\0-\x7f]*$/

export function* piecesOf(folded: string): Generator<Piece> {
  if (ASCII.test(folded)) {
    for (const match of folded.matchAll(ASCII_PIECE))
      yield { kind: match[1] === undefined ? 'signs' : 'word', text: match[0], at: match.index }
    return
  }
  for (const match of folded.matchAll(PIECE))
    yield { kind: match[1] !== undefined ? 'dense' : match[2] !== undefined ? 'word' : 'signs', text: match[0], at: match.index }
}

/** Stands before and after every word in what is compared: no message can hold it. */
export const EDGE = '\u0001'

/** A text as it is compared letter by letter: one space for any, and an edge on both sides of each word. */
export function edged(folded: string): string {
  const parts: string[] = []
  let end = 0
  for (const { kind, text, at } of piecesOf(folded)) {
    if (at > end && end > 0) parts.push(' ')
    parts.push(kind === 'word' ? EDGE + text + EDGE : text)
    end = at + text.length
  }
  return parts.join('')
}
