import type { Row } from '../row.ts'
import { startFlood } from './flood.ts'

const HEAP_MB = 256
const READERS = { short: 20, long: 50 }
/** As long as one takes, and the time that a node takes to write to all of them. */
const CUT_MS = 40_000
/** Pings end a silent connection too, after 35 s: most must be gone before. */
const MOST_CUT_MS = 30_000
const MB = 1_048_576

export const F10: Row = {
  id: 'F10',
  title: 'a node with 256 MB of heap has many clients that read nothing',
  star: false,
  bound: { maxMs: 6_000 },
  people: 9,
  quiet: 4,
  pace: { perSecond: 10, churn: false },
  async inject(stage) {
    const { cluster, until, lasts, demand, demandInTime } = stage
    const node = cluster.nodes[0]!
    await node.kill('SIGTERM')
    await node.start({ args: [`--max-old-space-size=${HEAP_MB}`] })
    const before = await node.settled()
    const pid = node.pid()
    const readers = lasts(READERS.short, READERS.long)
    const flood = await startFlood(stage, readers)
    const at = Date.now()
    const most = await until(async () => (await flood.held()) <= readers / 2, MOST_CUT_MS)
    demandInTime(most !== null, `half of the clients were not closed within ${MOST_CUT_MS / 1_000} s`)
    const all = await until(async () => (await flood.held()) === 0, Math.max(0, at + CUT_MS - Date.now()))
    demandInTime(all !== null, `${await flood.held()} of ${readers} clients were not closed within ${CUT_MS / 1_000} s`)
    const seconds = ((Date.now() - at) / 1_000).toFixed(1)
    await flood.end()
    demand(node.isRunning() && node.pid() === pid, 'the node ended')
    const heldMb = ((await node.settled()).heapBytes - before.heapBytes) / MB
    demand(heldMb < HEAP_MB / 4, `the node held ${Math.round(heldMb)} MB more afterwards`)
    await node.kill('SIGTERM')
    await node.start()
    const what = `${readers} stopped, ${Math.round(flood.bytes() / 1e6)} MB written to each, all closed after ${seconds} s`
    return { times: all === null ? 0 : readers, what }
  },
}
