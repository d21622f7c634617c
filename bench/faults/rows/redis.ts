import { pick } from '#server/core/messages/log/testing/random.ts'
import type { Row } from '../row.ts'

/** With the bus refused; once the first node has it back, a publish of the others may be lost. */
const REFUSED_MS = 2_000
const REPAIR_MS = 6_000

export const F13: Row = {
  id: 'F13',
  title: 'Redis is killed and comes back empty',
  star: true,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, history, pass, lasts, demand }) {
    const acked = () => history.events.filter((event) => event.op === 'send' && event.outcome === 'ok').length
    const awayMs = lasts(6_000, 30_000)
    const before = acked()
    const from = Date.now()
    await cluster.redis.kill()
    await pass(awayMs)
    const during = acked() - before
    demand(during > 0, 'no message was acked while Redis was away')
    const windows = [{ from, until: Date.now(), maxMs: REFUSED_MS }]
    await cluster.redis.restart()
    await pass(2_000)
    return { times: 1, what: `Redis killed for ${awayMs / 1_000} s, ${during} acks meanwhile`, windows }
  },
}

export const F17: Row = {
  id: 'F17',
  title: 'a node’s subscription is half-open',
  star: true,
  bound: { maxMs: REPAIR_MS, pagedMax: 0 },
  async inject({ cluster, random, pass, lasts }) {
    const link = pick(random, cluster.redisLinks)
    const before = link.swallowed()
    const deafMs = lasts(9_000, 60_000)
    link.set({ mode: 'swallow', way: 'down', kind: 'sub' })
    await pass(deafMs)
    link.set({ mode: 'pass' })
    const bytes = link.swallowed() - before
    return { times: bytes, what: `deaf for ${deafMs / 1_000} s, ${Math.round(bytes / 1_000)} KB swallowed` }
  },
}
