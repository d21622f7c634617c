import type { Check, Evidence, Row, Violation } from './evidence.ts'

const SHOWN = 3

/** I5: in the end every member sees what is stored: all of it, once, in the same order, in its latest state. */
export const isSeenByAll: Check = (evidence) => compareViews(evidence)

export function compareViews({ log, members, views }: Pick<Evidence, 'log' | 'members' | 'views'>): Violation[] {
  const wrong: Violation[] = []
  for (const [room, { rows }] of log) {
    for (const who of members.get(room) ?? [])
      wrong.push(...compare(`${who} in room ${room}`, rows, views.get(who)?.get(room) ?? []))
  }
  return wrong
}

function compare(where: string, stored: readonly Row[], seen: readonly Row[]): Violation[] {
  const wrong: Violation[] = []
  const note = (harm: Violation['harm'], n: number, what: string) => {
    if (n > 0) wrong.push({ invariant: 'I5', harm, what: `${where} ${what}` })
  }
  const byId = new Map(seen.map((row) => [row.id, row]))
  const isStored = new Set(stored.map((row) => row.id))
  const missing = stored.filter((row) => !byId.has(row.id))
  note('lost', missing.length, `lacks ${missing.length} of ${stored.length} messages: seq ${seqs(missing)}`)
  const old = stored.filter((row) => {
    const own = byId.get(row.id)
    return own && (own.rev !== row.rev || own.state !== row.state)
  })
  note('lost', old.length, `has ${old.length} messages in a former state: seq ${seqs(old)}`)
  note('doubled', seen.length - byId.size, `sees ${seen.length - byId.size} messages twice`)
  const invented = seen.filter((row) => !isStored.has(row.id))
  note('other', invented.length, `sees ${invented.length} messages that are not stored: seq ${seqs(invented)}`)
  const order = stored.filter((row) => byId.has(row.id)).map((row) => row.id)
  const own = [...byId.keys()].filter((id) => isStored.has(id))
  const moved = own.filter((id, i) => id !== order[i])
  note('disordered', moved.length, `sees ${moved.length} messages in another order`)
  return wrong
}

const seqs = (rows: readonly Row[]) =>
  `${rows
    .slice(0, SHOWN)
    .map((row) => row.seq)
    .join(', ')}${rows.length > SHOWN ? ' …' : ''}`
