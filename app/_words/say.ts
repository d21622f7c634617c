import type { Catalogue } from './en/index.ts'
import { directionOf, type Language, parseLanguage } from './language.ts'

/**
 * Every word of the chat, in the language of this page: `say.sidebar.inbox`. It is filled before the shell is drawn, and by each
 * part that is fetched with an area of its own; so it is read while drawing or acting, never where a module is read.
 */
export const say = {} as Catalogue

/** The language of this page. */
export const language = (): Language =>
  (typeof document === 'undefined' ? null : parseLanguage(document.documentElement.lang)) ?? 'en'

/** From which side the reader's language is written. */
export const direction = () => directionOf(language())

let read: string | undefined

/** The same with the reader's region, where their browser names one: how dates and numbers are written. */
export function locale(): string | undefined {
  if (typeof navigator === 'undefined' || typeof document === 'undefined') return undefined
  read ??= navigator.languages?.find((tag) => tag.split('-')[0] === language()) ?? language()
  return read
}
