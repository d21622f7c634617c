import type { Event } from '../history/event.ts'
import type { Check, Evidence, Violation } from './evidence.ts'

/** Delivery to whoever lost the right stops within this time [K5]. */
const STOP_MS = 1_000

type Loss = { who: string; room: string | null; from: number; until: number; by: string }

/** I7: whoever lost the right sees nothing of a private room a second later, and stores nothing from that moment on. */
export const isRevoked: Check = (evidence) => {
  const wrong: Violation[] = []
  const lost = losses(evidence.history)
  for (const { who, room, from, until, by } of lost) {
    const fits = (other: string) => room === null || room === other
    const seen = evidence.history.filter(
      (event) =>
        event.op === 'see' &&
        event.who === who &&
        fits(event.room) &&
        (by === 'ban' || evidence.privateRooms.has(event.room)) &&
        event.t > from + STOP_MS &&
        event.t < until,
    )
    const [first] = seen
    if (first) {
      const what = `${who} lost the right (${by}) and was told ${seen.length} rows, the first ${first.t - from} ms later`
      wrong.push({ invariant: 'I7', harm: 'other', what })
    }
    for (const [other, { rows }] of evidence.log) {
      const written = rows.filter((row) => fits(other) && row.authorId === who && row.createdAt > from && row.createdAt < until)
      if (written.length > 0)
        wrong.push({
          invariant: 'I7',
          harm: 'other',
          what: `${who} lost the right (${by}) and stored ${written.length} messages`,
        })
    }
  }
  return wrong
}

function losses(history: Evidence['history']): Loss[] {
  const isGain = (event: Event, who: string, room: string) => event.op === 'gain' && event.who === who && event.room === room
  return history.flatMap((event, i) => {
    if (event.op !== 'lose') return []
    const { who, room, by, t } = event
    const regained = room === null ? undefined : history.slice(i).find((later) => isGain(later, who, room))
    return [{ who, room, by, from: t, until: regained?.t ?? Number.POSITIVE_INFINITY }]
  })
}
