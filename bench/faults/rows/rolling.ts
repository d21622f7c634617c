import type { Row } from '../row.ts'

export const F04: Row = {
  id: 'F04',
  title: 'nodes are killed one after the other, again and again',
  star: false,
  bound: { maxMs: 12_000 },
  async inject({ cluster, pass, lasts }) {
    const kills = lasts(3, 12)
    for (let i = 0; i < kills; i++) {
      const node = cluster.nodes[i % cluster.nodes.length]!
      await node.kill('SIGKILL')
      await node.start()
      await pass(2_500)
    }
    return { times: kills, what: `${kills} nodes killed` }
  },
}
