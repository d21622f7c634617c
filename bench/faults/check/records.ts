import type { Check } from './evidence.ts'

/** I12: every ban, and every kick that still holds, is on record, and nothing else is. */
export const isOnRecord: Check = ({ history, records }) => {
  const done = new Map<string, number>()
  for (const [i, event] of history.entries()) {
    if (event.op !== 'lose' || event.by === 'leave') continue
    const { who, room, by } = event
    const isUndone = history.slice(i).some((later) => later.op === 'gain' && later.who === who && later.room === room)
    if (!isUndone) done.set(`${by} of ${who}`, (done.get(`${by} of ${who}`) ?? 0) + 1)
  }
  const kept = new Map<string, number>()
  for (const { what, who } of records) kept.set(`${what} of ${who}`, (kept.get(`${what} of ${who}`) ?? 0) + 1)
  return [...new Set([...done.keys(), ...kept.keys()])].flatMap((what) =>
    done.get(what) === kept.get(what)
      ? []
      : [
          {
            invariant: 'I12',
            harm: 'other',
            what: `${what}: done ${done.get(what) ?? 0} times, on record ${kept.get(what) ?? 0} times`,
          },
        ],
  )
}
