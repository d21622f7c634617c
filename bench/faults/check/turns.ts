import type { Check, Violation } from './evidence.ts'

/** I8: what one device wrote into a room is stored in the order in which it was written. */
export const isInOrderWritten: Check = ({ history, log }) => {
  const wrong: Violation[] = []
  const seqOf = new Map([...log].flatMap(([room, { rows }]) => rows.map((row) => [`${room} ${row.id}`, row.seq] as const)))
  const last = new Map<string, { id: string; seq: number }>()
  for (const event of history) {
    if (event.op !== 'send' || event.outcome !== 'asked') continue
    const { who, room, id, beside } = event
    const device = `${who} ${room} ${beside ?? false}`
    const seq = seqOf.get(`${room} ${id}`)
    if (seq === undefined) continue
    const before = last.get(device)
    if (before && before.id !== id && before.seq > seq) {
      const what = `${who} wrote ${before.id} before ${id} into room ${room}, stored as ${before.seq} and ${seq}`
      wrong.push({ invariant: 'I8', harm: 'disordered', what })
    }
    last.set(device, { id, seq })
  }
  return wrong
}
