import type { NotifySettings } from '#protocol/notifications.ts'

/** The minute of the day in a time zone. */
export function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' }).formatToParts(
    at,
  )
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  return of('hour') * 60 + of('minute')
}

/** Whether somebody wants to hear nothing now. From 22:00 to 7:00 goes over midnight; from and to the same is all day [OF6]. */
export function isQuiet({ quiet, timeZone }: NotifySettings, now: Date): boolean {
  if (!quiet) return false
  const minute = minuteOfDay(now, timeZone)
  return quiet.from < quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to
}
