import type { Row } from '../row.ts'

export const F44: Row = {
  id: 'F44',
  title: 'acks are lost on the way, and everything is sent again',
  star: true,
  bound: { maxMs: 6_000 },
  async inject({ cluster, pass }) {
    const [front] = cluster.fronts
    if (!front) throw new Error('there is no front')
    const before = front.swallowed()
    // Questions arrive, answers don't: what is asked is stored, and nobody hears of it.
    front.set({ mode: 'swallow', way: 'down' })
    await pass(9_000)
    front.cut()
    front.set({ mode: 'pass' })
    const bytes = front.swallowed() - before
    return { times: bytes, what: `${Math.round(bytes / 1_000)} KB of answers lost in 9 s`, awayMs: 9_000 }
  },
}
