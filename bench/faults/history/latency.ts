import type { Event } from './event.ts'

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** How long the sends that were asked between two moments waited for their ack, in ms, ascending. Those without one are left out. */
export function ackTimes(events: readonly Event[], from: number, until: number): number[] {
  const asked = new Map<string, number>()
  const times: number[] = []
  for (const event of events) {
    if (event.op !== 'send' || event.t < from) continue
    if (event.outcome === 'asked' && event.t < until) asked.set(event.id, event.t)
    const since = asked.get(event.id)
    if (event.outcome === 'ok' && since !== undefined) times.push(event.t - since)
  }
  return times.sort((a, b) => a - b)
}

/** The greatest but one in a hundred. 0 of none. */
export const p99 = (ascending: readonly number[]): number =>
  ascending[Math.floor(ascending.length * 0.99)] ?? ascending.at(-1) ?? 0
