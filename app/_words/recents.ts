const KEPT_MAX = 30

const keyOf = (kind: string) => `parley-recent-${kind}`

/** What this browser chose last of a kind, newest first. */
function recent(kind: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(kind)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

export function keepRecent(kind: string, chosen: string): void {
  try {
    localStorage.setItem(keyOf(kind), JSON.stringify([...new Set([chosen, ...recent(kind)])].slice(0, KEPT_MAX)))
  } catch {
    // Storage is refused: nothing is remembered.
  }
}

/** Items in the order in which they were chosen last; those never chosen follow as they came. */
export function recentFirst<Item>(items: readonly Item[], kind: string, keyOfItem: (item: Item) => string): Item[] {
  const place = new Map(recent(kind).map((key, index) => [key, index]))
  const rank = (item: Item) => place.get(keyOfItem(item)) ?? KEPT_MAX
  return [...items].sort((a, b) => rank(a) - rank(b))
}
