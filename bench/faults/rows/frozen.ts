import { pick } from '#server/core/messages/log/testing/random.ts'
import type { Row } from '../row.ts'

const REPAIR_MS = 6_000

export const F05: Row = {
  id: 'F05',
  title: 'a node is frozen whole and thaws',
  star: true,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, random, pass, lasts, demand }) {
    const node = pick(random, cluster.nodes)
    const pid = node.pid()
    const frozenMs = lasts(7_000, 45_000)
    node.freeze()
    await pass(frozenMs)
    node.thaw()
    await pass(1_500)
    demand(node.isRunning() && node.pid() === pid, 'the node that was frozen whole was ended as if it hung')
    return { times: 1, what: `${node.name} frozen for ${frozenMs / 1_000} s`, awayMs: frozenMs }
  },
}

export const F06: Row = {
  id: 'F06',
  title: 'the event loop of a node is blocked',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, random, history, pass, demand }) {
    const node = pick(random, cluster.nodes)
    const at = Date.now()
    await node.set({ fault: 'block', ms: 3_000 })
    await pass(5_000)
    const lost = history.events.filter((event) => event.op === 'link' && event.status !== 'live' && event.t >= at)
    demand(lost.length === 0, `${lost.length} connections were lost`)
    return { times: 1, what: `${node.name} blocked for 3 s`, awayMs: 3_000 }
  },
}

export const F12: Row = {
  id: 'F12',
  title: 'a third of all requests meet a bug',
  star: true,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, pass, lasts }) {
    const before = await Promise.all(cluster.nodes.map((node) => node.set({ fault: 'throw', share: 0.3 })))
    const ms = lasts(4_000, 20_000)
    await pass(ms)
    const after = await Promise.all(cluster.nodes.map((node) => node.set({ fault: 'none' })))
    const times = after.reduce((sum, struck, i) => sum + struck - before[i]!, 0)
    return { times, what: `${times} requests met a bug`, awayMs: ms }
  },
}
