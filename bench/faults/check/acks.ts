import type { Happening } from '../history/event.ts'
import { lastEdits } from './edits.ts'
import type { Check, Evidence, Stored, Violation } from './evidence.ts'

type Of<Op extends Happening['op']> = Extract<Happening, { op: Op }>
const all = <Op extends Happening['op']>({ history }: Evidence, op: Op) =>
  history.filter((event): event is typeof event & Of<Op> => event.op === op)

const indexed = ({ log }: Evidence): Map<string, Stored> =>
  new Map([...log].flatMap(([room, { rows }]) => rows.map((row) => [`${room} ${row.id}`, row] as const)))

/** I3: what was confirmed is stored as it was confirmed: a message with its seq and words, an edit, a delete, a reaction. */
export const isStored: Check = (evidence) => {
  const wrong: Violation[] = []
  const lost = (what: string) => void wrong.push({ invariant: 'I3', harm: 'lost', what })
  const stored = indexed(evidence)
  const edits = all(evidence, 'edit')
  const deletes = all(evidence, 'delete').filter(({ outcome }) => outcome !== 'asked' && outcome !== 'refused')
  const words = new Map<string, Set<string>>()
  for (const { room, id, hash } of [...all(evidence, 'send'), ...edits]) {
    const key = `${room} ${id}`
    words.set(key, (words.get(key) ?? new Set()).add(hash))
  }
  const mayBeDeleted = new Set(deletes.map(({ room, id }) => `${room} ${id}`))

  for (const { outcome, room, id, seq, who } of all(evidence, 'send')) {
    if (outcome !== 'ok') continue
    const row = stored.get(`${room} ${id}`)
    if (!row) lost(`${who}'s message ${id} was acked and is not stored in room ${room}`)
    else if (seq !== undefined && row.seq !== seq) lost(`message ${id} was acked with seq ${seq} and stored with ${row.seq}`)
    else if (row.isDeleted ? !mayBeDeleted.has(`${room} ${id}`) : !words.get(`${room} ${id}`)?.has(row.hash))
      lost(`message ${id} in room ${room} is stored with words nobody gave it`)
  }
  for (const [message, may] of lastEdits(edits)) {
    const row = stored.get(message)
    if (!row || (!row.isDeleted && !may.has(row.hash))) lost(`the last acked edit of ${message} is not stored`)
  }
  for (const { outcome, room, id, who } of deletes) {
    if (outcome === 'ok' && !stored.get(`${room} ${id}`)?.isDeleted) lost(`${who}'s acked delete of ${id} is not stored`)
  }
  for (const { outcome, room, id, who, emoji } of all(evidence, 'react')) {
    const row = stored.get(`${room} ${id}`)
    if (outcome === 'ok' && !row?.isDeleted && !row?.reactions.includes(`${emoji} ${who}`))
      lost(`${who}'s acked reaction to ${id} is not stored`)
  }
  return wrong
}

/** I4: what was refused did not happen. */
export const isAbsent: Check = (evidence) => {
  const wrong: Violation[] = []
  const stored = indexed(evidence)
  for (const { outcome, room, id, who, code } of all(evidence, 'send')) {
    if (outcome === 'refused' && stored.has(`${room} ${id}`))
      wrong.push({ invariant: 'I4', harm: 'other', what: `${who}'s message ${id} was refused (${code}) and is stored` })
  }
  for (const { outcome, room, id, who, hash, code } of all(evidence, 'edit')) {
    if (outcome === 'refused' && stored.get(`${room} ${id}`)?.hash === hash)
      wrong.push({ invariant: 'I4', harm: 'other', what: `${who}'s edit of ${id} was refused (${code}) and is stored` })
  }
  return wrong
}
