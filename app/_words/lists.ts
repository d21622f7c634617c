import { locale } from './say.ts'

/** "Ada, Bob, and Cleo", as the reader's language joins them. */
export const listInWords = (items: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items)
