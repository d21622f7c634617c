import type { Row } from '../row.ts'

const CUT_EVERY_MS = 1_000
const CUT_SHARE = 0.2

/** A round of a soak: new people come, talk, join, leave and are cut off, and go. */
export const churn: Row = {
  id: 'soak',
  title: 'people come and go',
  star: false,
  bound: { maxMs: 35_000 },
  people: 24,
  async inject({ cluster, random, pass }) {
    let cut = 0
    for (const until = Date.now() + 5_000; Date.now() < until; await pass(CUT_EVERY_MS)) {
      for (const front of cluster.fronts) cut += front.cut(() => random() < CUT_SHARE)
    }
    return { times: cut, what: `${cut} connections cut` }
  },
}
