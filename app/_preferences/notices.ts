const KEY = 'parley-notices-closed'
const KEPT_MAX = 20

/** Notices that were closed in this browser, by id. */
export function closedNotices(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

/** Keeps the latest of them; where storage is refused they come back with the next visit. */
export function saveClosedNotices(ids: readonly string[]) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(-KEPT_MAX)))
  } catch {}
}
