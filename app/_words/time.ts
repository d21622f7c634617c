import { clockTime, dateFormat, nearDay } from './dates.ts'
import { say } from './say.ts'

export { clockTime }

const weekday = dateFormat({ weekday: 'long', day: 'numeric', month: 'long' })
const withYear = dateFormat({ day: 'numeric', month: 'long', year: 'numeric' })
const short = dateFormat({ day: 'numeric', month: 'short' })

/** Day and time, for tooltips. */
export const fullTime = dateFormat({ dateStyle: 'full', timeStyle: 'short' })

/** The reader's own day a moment falls on; equal days give equal keys. */
export const dayKey = (at: Date): string => `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`

function daysBefore(at: Date, now: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(now) - midnight(at)) / 86_400_000)
}

/** "Today", "Yesterday", "Monday, 3 November", "3 November 2025". */
export function dayInWords(at: Date, now: Date): string {
  const days = daysBefore(at, now)
  if (days === 0) return say.common.today
  if (days === 1) return say.common.yesterday
  return at.getFullYear() === now.getFullYear() ? weekday(at) : withYear(at)
}

/** How long ago, as long as that is what counts: "just now", "5 min ago"; then the time, else the day. */
export function agoInWords(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000)
  if (minutes < 2) return say.common.justNow
  if (minutes < 60) return say.common.minAgo(minutes)
  return daysBefore(at, now) === 0 ? say.common.at(clockTime(at)) : shortTime(at, now)
}

/** Short form for lists and summaries: the time today, else the day. */
export function shortTime(at: Date, now: Date): string {
  const days = daysBefore(at, now)
  if (days === 0) return clockTime(at)
  if (days === 1) return nearDay(-1) ?? ''
  return at.getFullYear() === now.getFullYear() ? short(at) : withYear(at)
}
