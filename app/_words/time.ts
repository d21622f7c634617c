const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const withYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

/** "10:42", as the reader's locale writes it. */
export const clockTime = (at: Date): string => clock.format(at)
/** Day and time, for tooltips. */
export const fullTime = (at: Date): string => full.format(at)

/** The reader's own day a moment falls on; equal days give equal keys. */
export const dayKey = (at: Date): string => `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`

function daysBefore(at: Date, now: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(now) - midnight(at)) / 86_400_000)
}

/** "Today", "Yesterday", "Monday, 3 November", "3 November 2025". */
export function dayInWords(at: Date, now: Date): string {
  const days = daysBefore(at, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return at.getFullYear() === now.getFullYear() ? weekday.format(at) : withYear.format(at)
}

/** How long ago, as long as that is what counts: "just now", "5 min ago"; then the time, else the day. */
export function agoInWords(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000)
  if (minutes < 2) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  return daysBefore(at, now) === 0 ? `at ${clock.format(at)}` : shortTime(at, now)
}

/** Short form for lists and summaries: the time today, else the day. */
export function shortTime(at: Date, now: Date): string {
  const days = daysBefore(at, now)
  if (days === 0) return clock.format(at)
  if (days === 1) return 'yesterday'
  return at.getFullYear() === now.getFullYear() ? short.format(at) : withYear.format(at)
}
