const KEY = 'parley-searches'
const KEPT_MAX = 8

/** What was looked for last in this browser by this person, the latest first. */
export function recentSearches(userId: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('userId' in kept) || kept.userId !== userId) return []
    return 'queries' in kept && Array.isArray(kept.queries) ? kept.queries.filter((query) => typeof query === 'string') : []
  } catch {
    return []
  }
}

/** Keeps one more. Where storage is refused none is kept. */
export function saveSearch(userId: string, query: string) {
  const queries = [query, ...recentSearches(userId).filter((one) => one !== query)].slice(0, KEPT_MAX)
  try {
    localStorage.setItem(KEY, JSON.stringify({ userId, queries }))
  } catch {}
}

export function forgetSearches() {
  try {
    localStorage.removeItem(KEY)
  } catch {}
}
