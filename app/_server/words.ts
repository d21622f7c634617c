import type { Metadata } from 'next'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import ar from '#app/_words/ar/pages.ts'
import de from '#app/_words/de/pages.ts'
import en from '#app/_words/en/pages.ts'
import { LANGUAGE_COOKIE, type Language, parseLanguage, preferredLanguage } from '#app/_words/language.ts'

const words: Record<Language, typeof en> = { en, de, ar }

/** The language of the page that is asked for: the chosen one, else the first of the browser's that we speak. */
export const readLanguage = cache(async (): Promise<Language> => {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  return parseLanguage(jar.get(LANGUAGE_COOKIE)?.value) ?? preferredLanguage(sent.get('accept-language'))
})

/** What the server itself draws with: the pages before the chat, titles, and what a page that broke says. */
export const readWords = async (): Promise<typeof en> => words[await readLanguage()]

/** The `generateMetadata` of a page that is only a title. */
export const titled = (title: keyof (typeof en)['titles']) => async (): Promise<Metadata> => ({
  title: (await readWords()).titles[title],
})
