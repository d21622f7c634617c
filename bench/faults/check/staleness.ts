import type { Bound, Check, Evidence, Violation } from './evidence.ts'

/** What a machine that is busy with the whole cluster adds to a bound. */
const MACHINE_MS = 500

/** `paged`: first sights that came only by scrolling; they are in none of the times. */
export type Staleness = { p50: number; p95: number; p99: number; max: number; n: number; paged: number }

/** Ascending by `ms`: from a message's commit to the moment its last member sees it. */
type Waited = { ms: number; committedAt: number }

/**
 * Over all messages. Counted are those who were members all along and are connected in the end; commit and sight are told
 * by one clock.
 */
export function measureStaleness(evidence: Evidence): Staleness | null {
  const { times, paged } = measure(evidence)
  const last = times.at(-1)
  if (!last) return null
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!.ms
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: last.ms, n: times.length, paged }
}

function measure({ history, log, members }: Evidence): { times: Waited[]; paged: number } {
  const came = new Set<string>()
  const sights = new Map<string, number>()
  const paged = new Set<string>()
  for (const event of history) {
    if (event.op === 'gain' || event.op === 'lose') came.add(`${event.who} ${event.room}`)
    if (event.op !== 'see') continue
    const key = `${event.who} ${event.room} ${event.id}`
    if (sights.has(key)) continue
    sights.set(key, event.t)
    if (event.paged) paged.add(key)
  }
  const times: Waited[] = []
  let firstPaged = 0
  for (const [room, { rows }] of log) {
    const steady = (members.get(room) ?? []).filter((who) => !came.has(`${who} ${room}`))
    for (const { id, createdAt } of rows) {
      const keys = steady.map((who) => `${who} ${room} ${id}`)
      const seen = keys.flatMap((key) => (paged.has(key) ? [] : (sights.get(key) ?? [])))
      firstPaged += keys.filter((key) => paged.has(key)).length
      if (seen.length > 0) times.push({ ms: Math.max(0, Math.max(...seen) - createdAt), committedAt: createdAt })
    }
  }
  return { times: times.sort((a, b) => a.ms - b.ms), paged: firstPaged }
}

/** What a message that was committed then may take: longer when a time of being away lies ahead of its last sight. */
function allowedAt(committedAt: number, { maxMs, windows = [], away }: Bound): number {
  const within = windows.find(({ from, until }) => from <= committedAt && committedAt <= until)?.maxMs ?? maxMs
  if (!away || committedAt > away.until || committedAt + within < away.from) return within
  return within + Math.min(away.ms, away.until - committedAt)
}

/** I9: nobody waits longer for a message than the row allows. */
export const isFresh: Check = (evidence) => {
  const measured = measureStaleness(evidence)
  if (!measured) return [{ invariant: 'I9', harm: 'other', what: 'nobody saw anything: there is nothing to measure' }]
  const wrong: Violation[] = []
  const { p95Ms, pagedMax } = evidence.bound
  for (const { ms, committedAt } of measure(evidence).times) {
    const allowed = allowedAt(committedAt, evidence.bound)
    if (ms > allowed + MACHINE_MS)
      wrong.push({ invariant: 'I9', harm: 'other', what: `a message was seen by all ${ms} ms after its commit, over ${allowed}` })
  }
  if (p95Ms !== undefined && measured.p95 > p95Ms + MACHINE_MS)
    wrong.push({ invariant: 'I9', harm: 'other', what: `p95 of staleness is ${measured.p95} ms, over ${p95Ms}` })
  if (pagedMax !== undefined && measured.paged > pagedMax)
    wrong.push({ invariant: 'I5', harm: 'lost', what: `${measured.paged} sights came only by scrolling, over ${pagedMax}` })
  return wrong
}
