import type { Row } from '../row.ts'

const EXIT_MS = 30_000
/** No second may hold a greater share of the closed connections: a short drain has few seconds. */
const SHARE = { short: 0.5, long: 0.25 }

export const F07: Row = {
  id: 'F07',
  title: 'a node is told to end under load',
  star: true,
  bound: { maxMs: 6_000 },
  people: 20,
  pace: { perSecond: 100, churn: false },
  frontOf: () => 0,
  async inject({ cluster, crowd, history, pass, lasts, demand, demandInTime }) {
    const [node] = cluster.nodes
    if (!node) throw new Error('there is no node')
    const at = Date.now()
    const { code, signal } = await node.kill('SIGTERM')
    const tookMs = Date.now() - at
    demand(code === 0, `it ended with ${signal ?? `exit code ${code}`}`)
    demandInTime(tookMs <= EXIT_MS, `it took ${tookMs} ms to end`)
    await node.start()
    await pass(500)
    const refused = history.events.filter((event) => event.op === 'send' && event.outcome === 'refused').length
    demand(refused === 0, `${refused} sends failed`)

    const left = history.events.filter((event) => event.op === 'link' && event.status === 'connecting' && event.t >= at)
    const seconds = new Map<number, number>()
    for (const { t } of left) {
      const second = Math.floor((t - at) / 1_000)
      seconds.set(second, (seconds.get(second) ?? 0) + 1)
    }
    const most = Math.max(...seconds.values()) / crowd.members.length
    const allowed = lasts(SHARE.short, SHARE.long)
    demandInTime(most <= allowed, `${Math.round(most * 100)}% of the clients left within one second`)
    return { times: left.length, what: `SIGTERM, ${left.length} moves in ${(tookMs / 1_000).toFixed(1)} s` }
  },
}
