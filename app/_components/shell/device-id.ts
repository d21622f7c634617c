import { v4 as uuidv4 } from 'uuid'

const KEY = 'parley-device'

/** Names this browser to the server. Kept for good; made anew where storage is refused. */
export function deviceId(): string {
  try {
    const kept = localStorage.getItem(KEY)
    if (kept) return kept
    const made = uuidv4()
    localStorage.setItem(KEY, made)
    return made
  } catch {
    return uuidv4()
  }
}
