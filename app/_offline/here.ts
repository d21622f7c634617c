import type { User } from '#protocol/models.ts'

const KEY = 'parley:here'

/** Who is signed in in this browser, for a page that opens without a network. */
export function saveHere(user: User) {
  try {
    localStorage.setItem(KEY, JSON.stringify(user))
  } catch {}
}

export function forgetHere() {
  try {
    localStorage.removeItem(KEY)
  } catch {}
}

export function findHere(): User | null {
  try {
    const user = JSON.parse(localStorage.getItem(KEY) ?? 'null') as User | null
    return typeof user?.id === 'string' ? user : null
  } catch {
    return null
  }
}
