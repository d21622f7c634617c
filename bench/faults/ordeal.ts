import { setTimeout as wait } from 'node:timers/promises'
import { seeded } from '#server/core/messages/log/testing/random.ts'
import type { Away, Evidence, Violation } from './check/evidence.ts'
import { checkAll } from './check/index.ts'
import { measureStaleness, type Staleness } from './check/staleness.ts'
import type { Cluster } from './cluster/cluster.ts'
import { createHistory, type History } from './history/history.ts'
import { type Crowd, gather } from './people/crowd.ts'
import { comeToRest } from './people/rest.ts'
import type { Injected, Row, Stage } from './row.ts'
import { until } from './until.ts'

export type Outcome = {
  row: string
  title: string
  injected: Injected
  acked: number
  staleness: Staleness | null
  /** How many violations there are of each kind; none: green. */
  harms: Record<Violation['harm'], number>
  /** What they are of: invariants, or a demand of the row. */
  red: string[]
  /** The first few of each. */
  violations: Violation[]
  /** What nodes said of errors: worth a look, no verdict. */
  errors: string[]
  seconds: number
}

export type OrdealOptions = { seed: number; isLong: boolean; restMs: number }

const PEOPLE = 15
const BUSY = 2
const QUIET = 10
const PACE = { perSecond: 50, churn: true }
const BEFORE_MS = 800
const AFTER_MS = 1_000
/** One mistake shows in thousands of rows: of each invariant this many violations are told. */
const KEPT_OF_EACH = 4

/** Runs one row: people talk, the fault comes and goes, everybody comes to rest, and the invariants are checked. */
export async function endure(
  cluster: Cluster,
  row: Row,
  options: OrdealOptions,
): Promise<{ outcome: Outcome; history: History }> {
  const began = performance.now()
  const random = seeded(options.seed ^ [...row.id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  const history = createHistory()
  const violations: Violation[] = []
  await cluster.heal()
  if (row.env) await cluster.restart(row.env)
  const { tokensMs } = row
  if (tokensMs !== undefined) await Promise.all(cluster.nodes.map((node) => node.set({ fault: 'none', tokensMs })))
  for (const node of cluster.nodes) node.complaints()
  const crowd = await gather(
    cluster,
    {
      people: row.people ?? PEOPLE,
      busy: BUSY,
      quiet: row.quiet ?? QUIET,
      frontOf: row.frontOf ?? ((i) => i % cluster.fronts.length),
      ...(tokensMs === undefined ? {} : { tokensMs }),
    },
    history,
    random,
  )
  try {
    const weighed = await weigh(cluster)
    const demand = (isSo: boolean, what: string) => {
      if (!isSo) violations.push({ invariant: 'row', harm: 'other', what })
    }
    const demandInTime = (isSo: boolean, what: string) => {
      if (!isSo) violations.push({ invariant: 'I9', harm: 'other', what })
    }
    const stage: Stage = {
      cluster,
      crowd,
      history,
      random,
      demand,
      demandInTime,
      lasts: (shortMs, longMs) => (options.isLong ? longMs : shortMs),
      pass: (ms) => wait(ms),
      until,
    }
    const hush = crowd.talk({ ...PACE, ...row.pace })
    let injected: Injected = { times: 0, what: '' }
    let away: Away | undefined
    try {
      await wait(BEFORE_MS)
      history.note({ op: 'fault', what: `${row.id} begins` })
      const from = Date.now()
      injected = await row.inject(stage)
      const ms = injected.awayMs ?? 0
      if (ms > 0) away = { from, until: Math.max(Date.now(), from + ms), ms }
      history.note({ op: 'fault', what: `${row.id} is over` })
      await wait(AFTER_MS)
    } catch (error) {
      demand(false, `the fault could not be done: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      hush()
    }
    demand(injected.times > 0, 'nothing was injected')
    await cluster.heal()
    const { final, unrest } = await comeToRest(crowd, cluster.postgres, options.restMs)
    demand(unrest === null, `no rest: ${unrest}`)
    const { deaths, errors } = complaints(cluster)
    const evidence: Evidence = {
      ...final,
      history: history.events,
      privateRooms: new Set([crowd.rooms.den]),
      bound: { ...row.bound, windows: injected.windows ?? [], ...(away ? { away } : {}) },
      deaths,
      memory: await weighAgain(cluster, crowd, weighed),
    }
    violations.push(...checkAll(evidence))
    const acked = history.events.filter((event) => 'outcome' in event && event.outcome === 'ok').length
    demand(acked > 0, 'nothing was acked')
    const outcome: Outcome = {
      row: row.id,
      title: row.title,
      injected,
      acked,
      staleness: measureStaleness(evidence),
      harms: count(violations),
      red: [...new Set(violations.map(({ invariant }) => invariant))],
      violations: firstOfEach(violations),
      errors,
      seconds: (performance.now() - began) / 1_000,
    }
    return { outcome, history }
  } finally {
    await crowd.stop()
    if (row.env) await cluster.restart({})
  }
}

function count(violations: readonly Violation[]): Outcome['harms'] {
  const harms = { lost: 0, doubled: 0, disordered: 0, other: 0 }
  for (const { harm } of violations) harms[harm] += 1
  return harms
}

function firstOfEach(violations: readonly Violation[]): Violation[] {
  const kept = new Map<string, number>()
  return violations.filter(({ invariant }) => {
    const n = (kept.get(invariant) ?? 0) + 1
    kept.set(invariant, n)
    return n <= KEPT_OF_EACH
  })
}

/** The log line of a rejection that nobody listened to: the process goes on, and must not have had to. */
const UNHEARD = /rejected and nobody listened|MaxListenersExceeded/

function complaints(cluster: Cluster): { deaths: string[]; errors: string[] } {
  const all = cluster.nodes.map((node) => node.complaints())
  const errors = all.flatMap((one) => one.errors)
  const deaths = [...all.flatMap((one) => one.deaths), ...errors.filter((line) => UNHEARD.test(line))]
  return { deaths, errors: [...new Set(errors)] }
}

type Weighed = Map<string, number>
/** The heap of every node, by its process: one that was started anew meanwhile is another. */
const weigh = async (cluster: Cluster): Promise<Weighed> =>
  new Map(
    await Promise.all(
      cluster.nodes.map(async (node) => [`${node.name} ${node.pid()}`, (await node.settled()).heapBytes] as const),
    ),
  )

async function weighAgain(cluster: Cluster, crowd: Crowd, before: Weighed): Promise<Evidence['memory']> {
  const perNode = crowd.members.length / cluster.nodes.length
  return [...(await weigh(cluster))].flatMap(([process, bytes]) => {
    const former = before.get(process)
    return former === undefined ? [] : [{ node: process.split(' ')[0]!, bytesPerConnection: (bytes - former) / perNode }]
  })
}
