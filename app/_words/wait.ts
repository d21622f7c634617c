import { locale } from './say.ts'

/** A wait in words: "8 seconds", "3 minutes", "2 hours". Rounded up, so that who waits that long is not refused again. */
export function waitInWords(ms: number, language = locale()): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  if (seconds < 90) return inUnits(seconds, 'second', language)
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 90) return inUnits(minutes, 'minute', language)
  return inUnits(Math.ceil(minutes / 60), 'hour', language)
}

/** "8 seconds", as the reader's language counts them. */
export const inUnits = (count: number, unit: 'second' | 'minute' | 'hour', language = locale()): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
