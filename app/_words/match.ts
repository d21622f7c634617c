/**
 * How well a name answers what was typed: greater is better, 0 is not at all. A beginning beats the beginning of a word, which
 * beats a part, which beats letters in order.
 */
export function matchScore(name: string, query: string): number {
  const [text, wanted] = [fold(name), fold(query)]
  if (wanted === '') return 1
  if (text === wanted) return 100
  if (text.startsWith(wanted)) return 80
  const at = text.indexOf(wanted)
  if (at > 0) return /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 60 : 40
  let from = 0
  for (const letter of wanted) {
    from = text.indexOf(letter, from) + 1
    if (from === 0) return 0
  }
  return 10
}

/** Without case and accents. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** What answers a query, best first; equals stay in their order. */
export function bestMatches<Item>(
  items: readonly Item[],
  query: string,
  namesOf: (item: Item) => readonly string[],
  count: number,
): Item[] {
  return items
    .map((item) => ({ item, score: Math.max(0, ...namesOf(item).map((name) => matchScore(name, query))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ item }) => item)
}
