import type { Query } from '#server/database/transaction.ts'
import { wordGrams, wordToken } from './tokens.ts'

/** Keeps words that came, each with what it is found by. */
export async function keepWords(query: Query, words: readonly string[]) {
  await query(
    `INSERT INTO search_word (word, grams)
     SELECT n.word, n.grams::int4[] FROM unnest($1::text[], $2::text[]) n (word, grams) ON CONFLICT DO NOTHING`,
    await withGrams(query, words),
  )
}

/** Those that are not there yet, each with what it is found by. */
async function withGrams(query: Query, words: readonly string[]): Promise<[string[], string[]]> {
  const known = await query<{ word: string }>('SELECT word FROM search_word WHERE word = ANY ($1)', [words])
  const there = new Set(known.map(({ word }) => word))
  const fresh = words.filter((word) => !there.has(word)).sort()
  return [fresh, fresh.map((word) => `{${wordGrams(word).join()}}`)]
}

/** Takes away words that no message holds any more: what was deleted is not kept as a word either [M4]. */
export async function forgetWords(query: Query, words: readonly string[]) {
  if (words.length === 0) return
  // Most words of any message are common, and a look at the latest ones saves the long way for them.
  const recent = await query<{ tokens: number[] }>('SELECT tokens FROM search_message ORDER BY created_at DESC LIMIT 500')
  const common = new Set(recent.flatMap(({ tokens }) => tokens))
  const rare = words.filter((word) => !common.has(wordToken(word)))
  await query(
    `DELETE FROM search_word w USING unnest($1::text[], $2::int4[]) n (word, token)
     WHERE w.word = n.word AND NOT EXISTS (SELECT 1 FROM search_message s WHERE s.tokens @> ARRAY[n.token])`,
    [rare, rare.map(wordToken)],
  )
}
