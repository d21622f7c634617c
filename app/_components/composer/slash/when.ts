const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Of a day without a time. */
const MORNING = 9

const units: Record<string, number> = { s: 1_000, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

const SPAN = /^in\s+(?:(half\s+an)|(an?)|(\d{1,5}))\s*(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)\b/i
const TIME = /^(?:at\s+)?(\d{1,2})(?::(\d{2}))?\s*(am|pm)?(?!\w|:\d)/i
const DAY_WORD =
  /^(?:on\s+)?(?:next\s+)?(today|tomorrow|week|(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?|\d{4}-\d{2}-\d{2})\b/i

/**
 * Reads when something is to be told, and what, out of the words after `/remind`: `in 20 min`, `at 15:30`, `tomorrow 9:00`, `monday`,
 * `2026-12-24 18:00`, each followed by the text. Null when it names no time. `now` and the answer are of this device's time zone.
 */
export function parseReminder(words: string, now: Date): { at: Date; text: string } | null {
  const text = words.trim().replace(/^me\s+/i, '')
  const span = SPAN.exec(text)
  if (span) {
    const count = span[1] ? 0.5 : span[2] ? 1 : Number(span[3])
    return done(
      new Date(now.getTime() + count * (units[(span[4] ?? 'm')[0]?.toLowerCase() ?? 'm'] ?? MINUTE)),
      text.slice(span[0].length),
    )
  }
  const day = DAY_WORD.exec(text)
  const date = day && dayOf((day[1] ?? '').toLowerCase(), now)
  const rest = day ? text.slice(day[0].length).trimStart() : text
  const time = TIME.exec(rest)
  const clock = time && timeOf(time)
  // A bare number is no time of day: "monday 3 things to do".
  const isTime = clock !== null && time !== null && (time[2] !== undefined || time[3] !== undefined || /^at\s/i.test(time[0]))
  if (!date && !isTime) return null
  const at = date ? new Date(date) : new Date(now)
  at.setHours(isTime ? clock.hours : MORNING, isTime ? clock.minutes : 0, 0, 0)
  if (at <= now) {
    if (day && /^(today|\d)/i.test(day[1] ?? '')) return null
    at.setDate(at.getDate() + (day ? 7 : 1))
  }
  return done(at, isTime ? rest.slice(time[0].length) : rest)
}

const done = (at: Date, rest: string) => ({ at, text: rest.trim().replace(/^(?:[,:]\s*|to\s+)/i, '') })

function dayOf(word: string, now: Date): Date | null {
  const date = new Date(now)
  if (word === 'today') return date
  if (/^\d/.test(word)) {
    const [year = 0, month = 0, of = 0] = word.split('-').map(Number)
    const wanted = new Date(year, month - 1, of)
    return wanted.getMonth() === month - 1 && wanted.getDate() === of ? wanted : null
  }
  const wanted = word === 'week' ? 1 : days.findIndex((name) => name.startsWith(word.slice(0, 3)))
  const ahead = word === 'tomorrow' ? 1 : word === 'week' ? (8 - date.getDay()) % 7 || 7 : (wanted - date.getDay() + 7) % 7
  date.setDate(date.getDate() + ahead)
  return date
}

function timeOf([, h = '', m = '0', half]: RegExpExecArray): { hours: number; minutes: number } | null {
  const [hours, minutes] = [Number(h), Number(m)]
  if (minutes > 59 || hours > (half ? 12 : 23) || (half && hours < 1)) return null
  const noon = half?.toLowerCase() === 'pm' ? 12 : 0
  return { hours: half ? (hours % 12) + noon : hours, minutes }
}
