import type { Area } from './en/index.ts'
import type { Language } from './language.ts'
import { language, say } from './say.ts'

/** One language is fetched, the page's own. */
const load = {
  en: () => import('./en/index.ts'),
  de: () => import('./de/index.ts'),
  ar: () => import('./ar/index.ts'),
} satisfies Record<Language, () => Promise<unknown>>

let loading: ReturnType<(typeof load)[Language]> | null = null

/** Fetches the words that the shell is drawn with. Throws where they can't be fetched; another call tries again. */
export async function loadWords() {
  loading ??= load[language()]()
  try {
    const words = await loading
    Object.assign(say, words.core)
    return words
  } catch (error) {
    loading = null
    throw error
  }
}

/** Fetches the words of one area. Throws like `loadWords`. */
export async function loadArea(area: Area): Promise<void> {
  const { areas } = await loadWords()
  Object.assign(say, { [area]: (await areas[area]()).default })
}
