import type { NotifySettings } from '#protocol/notifications.ts'

/** Whether somebody wants to hear nothing now, by this device's clock: as the server decides it [OF6]. */
export function isQuietHere({ quiet }: Pick<NotifySettings, 'quiet'>, now: Date): boolean {
  if (!quiet) return false
  const minute = now.getHours() * 60 + now.getMinutes()
  return quiet.from < quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to
}

/** Minutes of the day as a field of the browser takes them, and back. */
export const asClock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
export const fromClock = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
