import { say } from '#app/_words/say.ts'

const MINUTE_MS = 60_000

export const ENDS = ['never', 'half-hour', 'hour', 'four-hours', 'today', 'week', 'at'] as const
export type End = (typeof ENDS)[number]

export const endWords = (end: End): string =>
  ({
    never: say.people.untilCleared,
    'half-hour': say.people.for30Minutes,
    hour: say.people.for1Hour,
    'four-hours': say.people.for4Hours,
    today: say.people.untilTonight,
    week: say.people.thisWeek,
    at: say.people.untilATime,
  })[end]

/** When that is, from now on; null for never. `at` is what the field says. */
export function endOf(end: End, at: string, now: Date): Date | null {
  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * MINUTE_MS)
  const midnight = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
  switch (end) {
    case 'never':
      return null
    case 'half-hour':
      return inMinutes(30)
    case 'hour':
      return inMinutes(60)
    case 'four-hours':
      return inMinutes(240)
    case 'today':
      return midnight(1)
    case 'week':
      return midnight((8 - now.getDay()) % 7 || 7)
    case 'at':
      return new Date(at)
    default: {
      const never: never = end
      throw new Error(`unknown command ${String(never)}`)
    }
  }
}
