import type { Check, Violation } from './evidence.ts'

/** I6: nothing is applied out of order or twice: a row never goes back to an older state or another place, a view has no hole. */
export const isMonotonic: Check = ({ history }) => {
  const wrong: Violation[] = []
  const disorder = (what: string, harm: Violation['harm'] = 'disordered') => void wrong.push({ invariant: 'I6', harm, what })
  const rows = new Map<string, { seq: number; rev: number }>()
  const places = new Map<string, string>()
  for (const event of history) {
    if (event.op === 'disorder') disorder(`${event.who} in room ${event.room}: ${event.what}`)
    if (event.op !== 'see') continue
    const { who, room, id, seq, rev } = event
    const before = rows.get(`${who} ${room} ${id}`)
    if (before && before.seq !== seq) disorder(`${who} saw message ${id} at seq ${before.seq}, then at ${seq}`)
    if (before && before.rev > rev) disorder(`${who} saw message ${id} at rev ${before.rev}, then at ${rev}`)
    rows.set(`${who} ${room} ${id}`, { seq, rev })
    const place = `${who} ${room} ${seq}`
    const other = places.get(place)
    if (other !== undefined && other !== id) disorder(`${who} saw two messages at seq ${seq} of room ${room}`, 'doubled')
    places.set(place, id)
  }
  return wrong
}
