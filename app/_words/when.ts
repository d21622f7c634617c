import { clockTime, dateFormat, nearDay } from './dates.ts'
import { locale, say } from './say.ts'

const weekday = dateFormat({ weekday: 'long' })
const day = dateFormat({ weekday: 'short', day: 'numeric', month: 'short' })
const dayOfYear = dateFormat({ day: 'numeric', month: 'short', year: 'numeric' })

const MINUTE_MS = 60_000
const MORNING = 9
const MONDAY = 1

export type Choice = { words: string; at: Date }

/** Moments one chooses most, in the reader's own zone. A morning that is about to come is not offered as a later one. */
export function laterChoices(now: Date): Choice[] {
  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * MINUTE_MS)
  const morning = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING)
  const toMonday = (MONDAY - now.getDay() + 7) % 7 || 7
  const mornings = [{ words: say.common.tomorrowAt(clockTime(morning(1))), at: morning(1) }]
  if (toMonday > 1)
    mornings.push({ words: say.common.at2(weekday(morning(toMonday)), clockTime(morning(toMonday))), at: morning(toMonday) })
  return [
    { words: say.common.in20Minutes, at: inMinutes(20) },
    { words: say.common.in1Hour, at: inMinutes(60) },
    { words: say.common.in3Hours, at: inMinutes(180) },
    ...mornings,
  ]
}

/** "today at 14:20", "tomorrow at 9:00", "Thu 3 Dec at 9:00": a moment to come or gone, in the reader's own zone. */
export function whenInWords(at: Date, now: Date): string {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000)
  const which = nearDay(days) ?? (at.getFullYear() === now.getFullYear() ? day : dayOfYear)(at)
  return say.common.at2(which, clockTime(at))
}

/** What a field of date and time holds, in the reader's own zone. */
export function toFieldTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** The reader's own zone, as it is called: "Central European Standard Time". */
export const zoneName = (): string =>
  new Intl.DateTimeFormat(locale(), { timeZoneName: 'long' })
    .formatToParts(new Date())
    .find((part) => part.type === 'timeZoneName')?.value ?? say.common.localTime
