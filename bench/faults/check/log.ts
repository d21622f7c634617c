import type { Check, Violation } from './evidence.ts'

/** I1: in every room seq is 1 … n without holes, and the head has the last. */
export const isContiguous: Check = ({ log }) => {
  const wrong: Violation[] = []
  for (const [room, { rows, lastSeq }] of log) {
    const at = rows.findIndex((row, i) => row.seq !== i + 1)
    if (at >= 0) {
      const what = `room ${room}: seq ${rows[at]?.seq} stands at place ${at + 1} of ${rows.length}`
      wrong.push({ invariant: 'I1', harm: 'disordered', what })
    } else if (lastSeq !== rows.length) {
      wrong.push({ invariant: 'I1', harm: 'disordered', what: `room ${room}: the head says ${lastSeq} of ${rows.length}` })
    }
  }
  return wrong
}

/** I2: no message is stored twice, neither under its id nor, by one author, under more ids than its words were written with. */
export const isUnique: Check = ({ history, log }) => {
  const wrong: Violation[] = []
  const asked = new Map<string, Set<string>>()
  for (const event of history) {
    if (event.op !== 'send' && event.op !== 'edit') continue
    const key = `${event.room} ${event.who} ${event.hash}`
    asked.set(key, (asked.get(key) ?? new Set()).add(event.id))
  }
  for (const [room, { rows }] of log) {
    const times = new Map<string, number>()
    for (const { id } of rows) times.set(id, (times.get(id) ?? 0) + 1)
    for (const [id, n] of times) {
      if (n > 1) wrong.push({ invariant: 'I2', harm: 'doubled', what: `room ${room}: message ${id} is stored ${n} times` })
    }
    const alike = new Map<string, Set<string>>()
    for (const { id, authorId, hash, isDeleted } of rows) {
      const key = `${room} ${authorId} ${hash}`
      if (!isDeleted) alike.set(key, (alike.get(key) ?? new Set()).add(id))
    }
    for (const [key, ids] of alike) {
      if (ids.size > Math.max(1, asked.get(key)?.size ?? 0))
        wrong.push({ invariant: 'I2', harm: 'doubled', what: `room ${room}: one message is stored as ${[...ids].join(', ')}` })
    }
  }
  return wrong
}
