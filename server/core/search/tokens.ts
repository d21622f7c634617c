import { type Piece, piecesOf } from './pieces.ts'

/** What the index lists messages by: one whole number of 32 bits each. Words and the like are from 0 up, all else below. */
export type Token = number

/** FNV-1a over UTF-16 units. Two texts may share a number: whoever looks one up compares the text as well. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

export const wordToken = (word: string): Token => hash(`w${word}`) & 0x7fffffff
const gramToken = (gram: string): Token => hash(`g${gram}`) & 0x7fffffff

/** What a message has or is, with its one number for ever. */
export const FLAGS = { link: -1, code: -2, file: -3, image: -4, reaction: -5, pin: -6, thread: -7 } as const
export type Flag = keyof typeof FLAGS

const FIRST_NAMED = 1_000
const named = (text: string): Token => -FIRST_NAMED - (hash(text) & 0x3fffffff)
/** Messages by that person. */
export const authorToken = (userId: string): Token => named(`a${userId}`)
/** Messages of that room, and of threads in it. */
export const roomToken = (lawId: string): Token => named(`r${lawId}`)
/** Messages that mention that person. */
export const mentionToken = (userId: string): Token => named(`m${userId}`)

/** Messages of that slice of time. */
export const sliceToken = (from: Date): Token => named(`s${from.getTime()}`)

/** A word longer than this is listed by parts that overlap, so that what is looked for always lies within one of them. */
export const WORD_MAX = 40
export const PART_OVERLAP = 20

export function partsOfWord(word: string): string[] {
  if (word.length <= WORD_MAX) return [word]
  const parts: string[] = []
  for (let at = 0; at === 0 || at + PART_OVERLAP < word.length; at += WORD_MAX - PART_OVERLAP)
    parts.push(word.slice(at, at + WORD_MAX))
  return parts
}

/** Pairs of neighbours. */
function pairsOf(text: string): string[] {
  const letters = [...text]
  return letters.slice(1).map((letter, i) => letters[i] + letter)
}

/** What a run of a dense script or of signs must be listed by to hold this text. */
export function gramTokens(text: string): Token[] {
  const pairs = pairsOf(text)
  return (pairs.length > 0 ? pairs : [text]).map(gramToken)
}

/** The words of a folded text, and all the tokens of its words, runs and signs. */
export function tokensOf(folded: string): { words: Set<string>; tokens: Set<Token> } {
  const words = new Set<string>()
  const tokens = new Set<Token>()
  for (const piece of piecesOf(folded)) {
    if (piece.kind === 'word') for (const word of partsOfWord(piece.text)) words.add(word)
    else addRun(piece, tokens)
  }
  for (const word of words) tokens.add(wordToken(word))
  return { words, tokens }
}

function addRun({ text }: Piece, tokens: Set<Token>) {
  for (const letter of text) tokens.add(gramToken(letter))
  for (const pair of pairsOf(text)) tokens.add(gramToken(pair))
}

const TRIAL_MIN = 4
const TRIAL_MAX = 24

/** What a word is itself found by: any three letters of it, and itself with one letter left out, so that a slip finds it. */
export function wordGrams(word: string): number[] {
  const grams = new Set<number>()
  for (let i = 0; i + 3 <= word.length; i++) grams.add(partGram(word.slice(i, i + 3)))
  if (/^\p{L}+$/u.test(word)) for (const slip of slipGrams(word)) grams.add(slip)
  return [...grams]
}

const partGram = (three: string): number => hash(`t${three}`) | 0
export const partGrams = (text: string): number[] =>
  Array.from({ length: Math.max(0, text.length - 2) }, (_, i) => partGram(text.slice(i, i + 3)))

/** Itself and itself with one letter left out; nothing for words too short or too long for slips. */
export function slipGrams(word: string): number[] {
  if (word.length < TRIAL_MIN || word.length > TRIAL_MAX) return []
  return [word, ...Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))].map((slip) => hash(`d${slip}`) | 0)
}
