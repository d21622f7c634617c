import type { Period } from '#protocol/search.ts'

const DAY_MS = 86_400_000

/** Whether the zone is one that times can be told in: an IANA name. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** When a day, month or year begins and ends where the one who searches is. */
export function momentsOf(period: Period, zone: string, now: Date): { from: Date; to: Date } {
  if ('from' in period) return { from: midnight(period.from, zone), to: midnight(period.to, zone) }
  const today = wallClock(now, zone)
  const day = (ago: number): [number, number, number] => [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - ago]
  return { from: midnight(day(period.ago), zone), to: midnight(day(period.ago - 1), zone) }
}

/** What the clocks on the walls there show, as if it were UTC. */
function wallClock(at: Date, zone: string): Date {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return new Date(Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')))
}

/** The zone's distance from UTC depends on the moment: looked up at the guess, and once more at what it gave. */
function midnight([year, month, day]: [number, number, number], zone: string): Date {
  const wanted = Date.UTC(year, month, day)
  const offsetAt = (at: number) => wallClock(new Date(at), zone).getTime() - Math.floor(at / 1_000) * 1_000
  const guess = wanted - offsetAt(wanted)
  const at = wanted - offsetAt(guess)
  // Where midnight is skipped, the day begins an hour later.
  return new Date(Math.abs(at - guess) > DAY_MS ? guess : at)
}
