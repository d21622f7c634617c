import { readConditions } from '#bench/report/conditions.ts'
import { toTable } from '#bench/report/table.ts'
import { ensureClient } from '#bin/generate.ts'
import { requireRedisServer } from '#bin/redis-server.ts'
import { startCluster } from '../cluster/cluster.ts'
import { endure } from '../ordeal.ts'
import { isRed, toFaults } from '../report/report.ts'
import { churn } from './churn.ts'
import { growthOf, isFlat } from './slope.ts'

const USE = 'Use: npm run soak -- 30m   (or 90s; two minutes at least)'
const LEAST_MS = 120_000
/** Caches fill and code is compiled: the first part of the time says nothing. */
const WARM_UP = 0.3
const SAMPLES_MIN = 4

type Measure = 'heap KB' | 'RSS KB' | 'timers' | 'handles' | 'emitters'
/** What differs from one sample to the next without a leak. RSS is told and not judged: pages are given back when the system wants. */
const NOISE: Partial<Record<Measure, number>> = { 'heap KB': 2_000, timers: 8, handles: 8, emitters: 60 }

/** `npm run soak -- 30m`: people come, talk, are cut off and go, again and again; memory, timers and listeners must stay flat. */
export async function main([wanted = '30m']: string[]): Promise<void> {
  const [, number, unit] = /^(\d+)(m|s)$/.exec(wanted) ?? []
  const lastsMs = Number(number) * (unit === 'm' ? 60_000 : 1_000)
  if (!(lastsMs >= LEAST_MS)) {
    console.error(USE)
    process.exit(2)
  }
  requireRedisServer()
  await ensureClient()
  const seed = Math.floor(Math.random() * 1_000_000)
  const { cores, cpu, node, commit } = readConditions()
  console.log(`${cores} cores of ${cpu}, Node ${node}, commit ${commit}; ${wanted} of churn, seed ${seed}\n`)

  const cluster = await startCluster({ isLong: false })
  const leave = () => void cluster.close().then(() => process.exit(130))
  process.once('SIGINT', leave).once('SIGTERM', leave)
  const samples = new Map<string, Map<Measure, number[]>>(cluster.nodes.map(({ name }) => [name, new Map()]))
  const began = Date.now()
  let failed = 0
  let rounds = 0
  try {
    while (Date.now() - began < lastsMs) {
      const { outcome } = await endure(cluster, churn, { seed: seed + rounds, isLong: false, restMs: 30_000 })
      rounds += 1
      if (isRed(outcome)) {
        failed += 1
        for (const line of toFaults(outcome)) console.log(`      ${line}`)
      }
      if (Date.now() - began < lastsMs * WARM_UP) continue
      for (const each of cluster.nodes) {
        const { heapBytes, rssBytes, timers, handles, emitters } = await each.settled()
        const now: Record<Measure, number> = {
          'heap KB': heapBytes / 1_000,
          'RSS KB': rssBytes / 1_000,
          timers,
          handles,
          emitters,
        }
        for (const [measure, value] of Object.entries(now) as [Measure, number][]) {
          const of = samples.get(each.name)!
          of.set(measure, [...(of.get(measure) ?? []), value])
        }
      }
    }
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
    await cluster.close()
  }

  const rows = [...samples].flatMap(([name, measures]) =>
    [...measures].map(([measure, values]) => {
      const noise = NOISE[measure]
      const grew = noise !== undefined && !isFlat(values, noise)
      return {
        name,
        measure,
        first: values[0] ?? 0,
        last: values.at(-1) ?? 0,
        growth: growthOf(values),
        verdict: noise === undefined ? '' : grew ? 'GROWS' : 'flat',
      }
    }),
  )
  console.log(
    toTable({
      columns: [
        { key: 'name', title: 'node' },
        { key: 'measure', title: 'what' },
        { key: 'first', title: 'first' },
        { key: 'last', title: 'last' },
        { key: 'growth', title: 'growth' },
        { key: 'verdict', title: 'verdict' },
      ],
      rows,
    }),
  )
  const count = Math.min(...[...samples.values()].map((measures) => measures.get('timers')?.length ?? 0))
  const growing = rows.filter((row) => row.verdict === 'GROWS').length
  const isShort = count < SAMPLES_MIN
  if (isShort) console.log(`Only ${count} samples: too few to tell.`)
  const bad = failed + growing + (isShort ? 1 : 0)
  console.log(`\n${rounds} rounds, ${count} samples\n${rounds - failed + rows.length - growing} passed, ${bad} failed`)
  process.exit(bad === 0 ? 0 : 1)
}
