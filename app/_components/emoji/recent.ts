const KEY = 'parley-emoji'
const usual = ['👍', '❤️', '😂', '🎉', '👀', '✅', '🙏', '🔥']

/** The emoji this browser used last, filled up with common ones. */
export function recentEmoji(count: number): string[] {
  return [...new Set([...readKept(), ...usual])].slice(0, count)
}

export function keepEmoji(emoji: string) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set([emoji, ...readKept()])].slice(0, 16)))
  } catch {
    // Storage is refused: the common ones stay.
  }
}

function readKept(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}
