import type { User } from '#protocol/models.ts'

const KEY = 'parley:here'

/** Who is signed in in this browser, and what the place is called. */
export type Here = { user: User; community: string }

/** For a page that opens without a network. */
export function saveHere(here: Here) {
  try {
    localStorage.setItem(KEY, JSON.stringify(here))
  } catch {}
}

export function forgetHere() {
  try {
    localStorage.removeItem(KEY)
  } catch {}
}

export function findHere(): Here | null {
  try {
    const here = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Here | null
    return typeof here?.user?.id === 'string' ? here : null
  } catch {
    return null
  }
}
