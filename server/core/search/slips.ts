import type { Query } from '#server/database/transaction.ts'
import { slipGrams } from './tokens.ts'

const ALIKE_MAX = 20

/**
 * Words of the index that a typed word may have been meant for: one letter wrong, missing, too many or two swapped; of eight
 * letters or more, two. The nearest first. Nothing for words under four letters.
 */
export async function findAlike(query: Query, word: string): Promise<string[]> {
  const grams = slipGrams(word)
  if (grams.length === 0) return []
  const rows = await query<{ word: string }>('SELECT word FROM search_word WHERE grams && $1::int4[] LIMIT 2000', [grams])
  const most = word.length >= 8 ? 2 : 1
  return rows
    .map((row) => ({ word: row.word, slips: slipsBetween(word, row.word) }))
    .filter(({ slips }) => slips > 0 && slips <= most)
    .sort((a, b) => a.slips - b.slips || (a.word < b.word ? -1 : 1))
    .slice(0, ALIKE_MAX)
    .map((one) => one.word)
}

/** Letters to change, leave out, add or swap with their neighbour until the one is the other (optimal string alignment). */
export function slipsBetween(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[b.length]!
}
