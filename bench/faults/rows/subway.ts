import type { Row } from '../row.ts'

const CUT_EVERY_MS = 700
const CUT_SHARE = 0.3
const HELLO_PAUSE_MS = 250

export const F39: Row = {
  id: 'F39',
  title: 'connections are cut again and again, and hello is slow',
  star: true,
  // Whoever is cut off again and again waits longer each time.
  bound: { maxMs: 35_000 },
  async inject({ cluster, random, pass, lasts }) {
    await Promise.all(cluster.nodes.map((node) => node.set({ fault: 'pause', at: 'after-hello-is-read', ms: HELLO_PAUSE_MS })))
    const until = Date.now() + lasts(7_000, 180_000)
    let cut = 0
    while (Date.now() < until) {
      for (const front of cluster.fronts) cut += front.cut(() => random() < CUT_SHARE)
      await pass(CUT_EVERY_MS)
    }
    return { times: cut, what: `${cut} connections cut` }
  },
}
