/** The languages Parley speaks. */
export const languages = ['en', 'de', 'ar'] as const
export type Language = (typeof languages)[number]

export const LANGUAGE_COOKIE = 'parley-language'

/** How each calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' }

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

/** A language that was chosen, or null when it is none of ours. */
export const parseLanguage = (value: string | undefined): Language | null =>
  languages.find((language) => language === value) ?? null

/** The first of a browser's languages (`Accept-Language`, RFC 9110 section 12.5.4) that we speak; else English. */
export function preferredLanguage(accepted: string | null): Language {
  const wanted = (accepted ?? '').split(',').map((part, place) => {
    const [tag = '', ...more] = part.trim().toLowerCase().split(';')
    const quality = more.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((value) => value !== undefined)
    return { language: parseLanguage(tag.split('-')[0]), quality: Number(quality ?? 1), place }
  })
  const best = wanted
    .filter(({ language, quality }) => language !== null && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.place - b.place)[0]
  return best?.language ?? 'en'
}
