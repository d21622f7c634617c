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

/** I2: no message is stored twice. */
export const isUnique: Check = ({ log }) => {
  const wrong: Violation[] = []
  for (const [room, { rows }] of log) {
    const times = new Map<string, number>()
    for (const { id } of rows) times.set(id, (times.get(id) ?? 0) + 1)
    for (const [id, n] of times) {
      if (n > 1) wrong.push({ invariant: 'I2', harm: 'doubled', what: `room ${room}: message ${id} is stored ${n} times` })
    }
  }
  return wrong
}
