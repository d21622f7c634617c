/** Emoji, its short names and further words, separated by blanks. */
export type Emoji = readonly [emoji: string, names: string, words?: string]
export type EmojiGroup = { name: string; emoji: Emoji[] }

let groups: Promise<EmojiGroup[]> | null = null

/** The whole set, fetched when somebody first wants an emoji. Data: emojibase (MIT). */
export function loadEmoji(): Promise<EmojiGroup[]> {
  groups ??= fetch('/emoji/en.json')
    .then((answer) => {
      if (!answer.ok) throw new Error(`emoji: ${answer.status}`)
      return answer.json() as Promise<EmojiGroup[]>
    })
    .then((all) => {
      byName = new Map(
        all.flatMap((group) => group.emoji.flatMap(([sign, names]) => names.split(' ').map((name) => [name, sign]))),
      )
      return all
    })
    .catch((error: unknown) => {
      groups = null
      throw error
    })
  return groups
}

let byName: Map<string, string> | null = null

/** The emoji of a short name, once the set is here. */
export function emojiNamed(name: string): string | null {
  return byName?.get(name) ?? null
}

/** Emoji whose names or words answer a query, names first. */
export function searchEmoji(all: readonly EmojiGroup[], query: string, count: number): Emoji[] {
  const wanted = query.toLowerCase().trim().replace(/\s+/g, '_')
  const ranked: { emoji: Emoji; rank: number }[] = []
  for (const group of all) {
    for (const emoji of group.emoji) {
      const rank = rankOf(emoji, wanted)
      if (rank > 0) ranked.push({ emoji, rank })
    }
  }
  return ranked
    .sort((a, b) => b.rank - a.rank)
    .slice(0, count)
    .map((one) => one.emoji)
}

function rankOf([, names, words = '']: Emoji, wanted: string): number {
  const all = names.split(' ')
  if (all.includes(wanted)) return 4
  if (all.some((name) => name.startsWith(wanted))) return 3
  if (names.includes(wanted)) return 2
  return words.split(' ').some((word) => word.startsWith(wanted)) ? 1 : 0
}
