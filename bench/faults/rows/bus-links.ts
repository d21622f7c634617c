import type { Row } from '../row.ts'

const REPAIR_MS = 6_000

export const F18: Row = {
  id: 'F18',
  title: 'what a node publishes disappears',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, pass, lasts }) {
    const [link] = cluster.redisLinks
    if (!link) throw new Error('there is no link')
    const before = link.swallowed()
    link.set({ mode: 'swallow', way: 'up' })
    await pass(lasts(6_000, 60_000))
    link.set({ mode: 'pass' })
    const bytes = link.swallowed() - before
    return { times: bytes, what: `${Math.round(bytes / 1_000)} KB swallowed on the way to Redis` }
  },
}

export const F25: Row = {
  id: 'F25',
  title: 'the way to Redis takes 200 ms more',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, pass, lasts }) {
    for (const link of cluster.redisLinks) link.set({ mode: 'delay', ms: 100 })
    const ms = lasts(5_000, 30_000)
    await pass(ms)
    for (const link of cluster.redisLinks) link.set({ mode: 'pass' })
    return { times: 1, what: `100 ms each way for ${ms / 1_000} s` }
  },
}
