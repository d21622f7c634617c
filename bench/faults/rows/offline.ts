import type { History } from '../history/history.ts'

/** How long (ms) each person was not connected, of those who lost the connection after `since`, ascending. */
export function offlineTimes({ events }: History, since: number): number[] {
  const lostAt = new Map<string, number>()
  const times: number[] = []
  for (const event of events) {
    if (event.op !== 'link' || event.t < since) continue
    const at = lostAt.get(event.who)
    if (event.status !== 'live') lostAt.set(event.who, at ?? event.t)
    else if (at !== undefined) {
      times.push(event.t - at)
      lostAt.delete(event.who)
    }
  }
  for (const at of lostAt.values()) times.push(Date.now() - at)
  return times.sort((a, b) => a - b)
}
