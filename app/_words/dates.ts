import { readChoice } from '#app/_preferences/read.ts'
import { locale } from './say.ts'

/** Twelve or twenty-four hours, where one of them was chosen; else as the reader's language has it. */
const hourCycle = (): Intl.DateTimeFormatOptions => {
  const chosen = typeof document === 'undefined' ? 'usual' : readChoice('clock')
  return chosen === '12' ? { hour12: true } : chosen === '24' ? { hourCycle: 'h23' } : {}
}

/** A way to write moments in the reader's language and by the clock they chose, made when it is first used. */
export function dateFormat(options: Intl.DateTimeFormatOptions): (at: Date) => string {
  let made: Intl.DateTimeFormat | null = null
  return (at) => {
    made ??= new Intl.DateTimeFormat(locale(), {
      ...options,
      ...(options.hour !== undefined || options.timeStyle !== undefined ? hourCycle() : {}),
    })
    return made.format(at)
  }
}

/** "10:42", as the reader's language writes it. */
export const clockTime = dateFormat({ hour: 'numeric', minute: '2-digit' })

/** "yesterday", "today", "tomorrow"; null for any other day. */
export function nearDay(daysFromNow: number): string | null {
  if (Math.abs(daysFromNow) > 1) return null
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(daysFromNow, 'day')
}
