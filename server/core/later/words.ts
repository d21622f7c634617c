const WORD = /[\p{L}\p{N}\p{M}_]+/gu

/** The words of a text as they are compared, case and width aside, each between two spaces. */
const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(WORD) ?? []
const spaced = (words: readonly string[]) => ` ${words.join(' ')} `

/** A keyword as it is compared, or null when it holds no word of at least two letters or digits. */
export function readKeyword(text: string): string | null {
  const words = wordsOf(text)
  return words.some((word) => word.length > 1) ? words.join(' ') : null
}

/**
 * Finds keywords (as `readKeyword` gives them) in texts: whole words and phrases. A text is taken apart once, however many
 * keywords there are.
 */
export function createFinder(keywords: readonly string[]) {
  const single = new Set(keywords.filter((keyword) => !keyword.includes(' ')))
  const phrases = keywords.filter((keyword) => keyword.includes(' '))
  return function find(text: string): Set<string> {
    const words = wordsOf(text)
    const found = new Set(words.filter((word) => single.has(word)))
    if (phrases.length > 0) {
      const whole = spaced(words)
      for (const phrase of phrases) if (whole.includes(` ${phrase} `)) found.add(phrase)
    }
    return found
  }
}
