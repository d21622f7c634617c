import type { Why } from '#protocol/found.ts'
import type { Message } from '#protocol/models.ts'
import { fold } from './fold.ts'
import { wordsOfFile } from './indexed.ts'
import type { Alike } from './match.ts'
import { EDGE, piecesOf } from './pieces.ts'
import type { PlannedTerm } from './plan.ts'

/** Places marked in one message at most. */
const RANGES_MAX = 100

/** A body as it is compared, with where each of its units began in the body, and its end. */
function edgedWithOrigin(body: string): { text: string; origin: number[] } {
  const folded = fold(body)
  const originOf = (at: number) => (folded.origin ? (folded.origin[at] ?? body.length) : at)
  const parts: string[] = []
  const origin: number[] = []
  const put = (text: string, from: number) => {
    parts.push(text)
    for (let i = 0; i < text.length; i++) origin.push(originOf(from + i))
  }
  let end = 0
  for (const { kind, text, at } of piecesOf(folded.text)) {
    if (at > end && end > 0) put(' ', end)
    end = at + text.length
    if (kind === 'word') put(EDGE, at)
    put(text, at)
    if (kind === 'word') put(EDGE, end)
  }
  origin.push(originOf(end))
  return { text: parts.join(''), origin }
}

/**
 * Why a message was found, for each word that was typed (exactly, as a part of a word, or a word like it), in its body or else in
 * what is said of its files; and where: ranges of the body in UTF-16 units, from and up to, ascending and apart.
 */
export function whyFound(
  { body, attachments }: Pick<Message, 'body' | 'attachments'>,
  terms: readonly PlannedTerm[],
  alike: Alike | null,
): { why: Why[]; ranges: [number, number][] } {
  const { text, origin } = edgedWithOrigin(body)
  const files = attachments.map((file) => ({ file: file.name, text: edgedWithOrigin(wordsOfFile(file)).text }))
  const ranges: [number, number][] = []
  const mark = ([from, to]: [number, number]) => {
    // A fold may make one letter of several: the whole of it is marked.
    let end = to
    while (end < origin.length - 1 && origin[end] === origin[end - 1]) end++
    if (ranges.length < RANGES_MAX) ranges.push([origin[from]!, origin[end]!])
  }
  const why = terms.flatMap((planned): Why[] => {
    const inBody = findIn(text, planned, alike)
    if (inBody) for (const place of inBody.places) mark(place)
    if (inBody) return [inBody.why]
    for (const file of files) {
      const found = findIn(file.text, planned, alike)
      if (found) return [{ ...found.why, file: file.file }]
    }
    return []
  })
  return { why, ranges: joined(ranges) }
}

type InText = { why: Why; places: [number, number][] }

/** Where one of the words stands in a text, and how; null where it does not. */
function findIn(text: string, planned: PlannedTerm, alike: Alike | null): InText | null {
  const places = placesOf(text, planned.pattern)
  const term = planned.term.text
  if (places.length > 0)
    return { why: { term, how: places.some(([from, to]) => isWhole(text, from, to)) ? 'exact' : 'part' }, places }
  for (const word of alike?.get(planned) ?? []) {
    const like = placesOf(text, EDGE + word + EDGE)
    if (like.length > 0) return { why: { term, how: 'similar', word }, places: like }
  }
  return null
}

/** Where a pattern stands, without the edges it begins or ends with. */
function placesOf(text: string, pattern: string): [number, number][] {
  const places: [number, number][] = []
  const start = pattern.startsWith(EDGE) ? 1 : 0
  const end = pattern.endsWith(EDGE) ? 1 : 0
  for (let at = text.indexOf(pattern); at >= 0 && places.length < RANGES_MAX; at = text.indexOf(pattern, at + 1))
    places.push([at + start, at + pattern.length - end])
  return places
}

const isLetter = (unit: string | undefined) => unit !== undefined && unit !== EDGE && /[\p{L}\p{N}\p{M}]/u.test(unit)
/** It begins and ends where words do. Where words are not parted, every place is as good. */
const isWhole = (text: string, from: number, to: number) => {
  const dense = (unit: string | undefined) => unit === undefined || !isLetter(unit) || DENSE.test(unit)
  return (text[from - 1] === EDGE || dense(text[from - 1])) && (text[to] === EDGE || dense(text[to]))
}
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

function joined(ranges: [number, number][]): [number, number][] {
  const apart: [number, number][] = []
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = apart.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else apart.push([from, to])
  }
  return apart
}
