import type { SearchTerm } from '#protocol/search.ts'
import type { Query } from '#server/database/transaction.ts'
import { fold } from './fold.ts'
import { EDGE, type Piece, piecesOf } from './pieces.ts'
import { gramTokens, PART_OVERLAP, partGrams, type Token, WORD_MAX, wordToken } from './tokens.ts'

/** What is shorter begins a word: within words it would be everywhere. */
const INSIDE_MIN = 3

/** What a message has to be listed by to hold a part of a term: one token, or one of those of many words. */
type Need = { token: Token } | { words: 'with' | 'beginning' | 'ending'; text: string }

export type PlannedTerm = {
  term: SearchTerm
  /** Stands in the compared text of every message that holds the term. */
  pattern: string
  needs: Need[]
  /** The term is this one word, and may be a slip for another. */
  word: string | null
}

/**
 * What a typed term looks for. In quotes it begins and ends where words do. Without, its first word may begin and its last
 * may end inside of one, but for one or two letters, which begin a word. Null for what is drawn as nothing.
 */
export function planTerm(term: SearchTerm): PlannedTerm | null {
  const folded = fold(term.text).text.trim()
  const pieces = [...piecesOf(folded)]
  const first = pieces[0]
  if (!first) return null
  const last = pieces.length - 1
  const isOpenAtStart = !term.quoted && first.kind === 'word' && first.text.length >= INSIDE_MIN
  const isOpenAtEnd = !term.quoted && pieces[last]?.kind === 'word'
  const parts: string[] = []
  const needs: Need[] = []
  let end = 0
  pieces.forEach((piece, i) => {
    const opens = i === 0 && isOpenAtStart
    const closes = i === last && isOpenAtEnd
    if (piece.at > end && i > 0) parts.push(' ')
    end = piece.at + piece.text.length
    parts.push(piece.kind === 'word' ? `${opens ? '' : EDGE}${piece.text}${closes ? '' : EDGE}` : piece.text)
    needs.push(...needsOf(piece, opens, closes))
  })
  return { term, pattern: parts.join(''), needs, word: !term.quoted && last === 0 && first.kind === 'word' ? first.text : null }
}

function needsOf({ kind, text }: Piece, opens: boolean, closes: boolean): Need[] {
  if (kind !== 'word') return gramTokens(text).map((token) => ({ token }))
  const short = text.slice(0, PART_OVERLAP)
  if (opens && closes) return [{ words: 'with', text: short }]
  if (opens) return [text.length > PART_OVERLAP ? { words: 'with', text: short } : { words: 'ending', text }]
  if (closes) return [{ words: 'beginning', text: text.slice(0, WORD_MAX) }]
  return [{ token: wordToken(text.slice(0, WORD_MAX)) }]
}

/** The tokens of which a message must have one to fulfil a need; null where that is more than `max` words. */
export async function expand(query: Query, need: Need, max: number): Promise<Token[] | null> {
  if ('token' in need) return [need.token]
  const like = need.text.replace(/[\\%_]/g, '\\$&')
  const shape = need.words === 'with' ? `%${like}%` : need.words === 'beginning' ? `${like}%` : `%${like}`
  const grams = need.words === 'beginning' ? [] : partGrams(need.text)
  const rows = await query<{ word: string }>(
    `SELECT word FROM search_word WHERE word LIKE $1 ${grams.length > 0 ? 'AND grams @> $3::int4[]' : ''} LIMIT $2`,
    grams.length > 0 ? [shape, max + 1, grams] : [shape, max + 1],
  )
  return rows.length > max ? null : rows.map(({ word }) => wordToken(word))
}
