import type { Row, Stage } from '../row.ts'

const EXIT_MS = 30_000
/** The end of a process that is told a second time not to wait. */
const AT_ONCE_MS = 1_000
const HURRY_AFTER_MS = 500
const FILLED_MS = 20_000

async function end(stage: Stage, how: string) {
  const { cluster, demand, demandInTime } = stage
  const node = cluster.nodes[0]!
  const at = Date.now()
  const { code, signal } = await node.kill('SIGTERM')
  const tookMs = Date.now() - at
  demand(code === 0, `${how}, it ended with ${signal ?? `exit code ${code}`}`)
  demandInTime(tookMs <= EXIT_MS, `${how}, it took ${tookMs} ms to end`)
  return tookMs
}

/** Started anew, with everybody on it: only who is connected there is sent away. */
async function fill({ cluster, crowd, until, pass, demandInTime }: Stage) {
  await cluster.nodes[0]!.start()
  // The balancer looks four times a second.
  await pass(1_000)
  cluster.fronts[0]!.cut()
  await pass(500)
  const isThere = () => crowd.members.every(({ chat }) => chat.getState().connection.status === 'live')
  demandInTime((await until(isThere, FILLED_MS)) !== null, 'not everybody came back to the node')
}

/** The drain has begun, and is not waited for. */
async function hurry({ cluster, pass, demand, demandInTime }: Stage) {
  const node = cluster.nodes[0]!
  const first = node.kill('SIGTERM')
  await pass(HURRY_AFTER_MS)
  demand(node.isRunning(), 'the first signal ended it already: this proves nothing')
  const at = Date.now()
  const { code, signal } = await node.kill('SIGTERM')
  const tookMs = Date.now() - at
  await first
  demandInTime(tookMs <= AT_ONCE_MS, `told twice, it took ${tookMs} ms more to end`)
  demand(signal === null && code !== 0, `told twice, it ended with ${signal ?? `exit code ${code}`}`)
  return tookMs
}

export const F08: Row = {
  id: 'F08',
  title: 'a node is told to end while Redis is away, while it hangs, and twice',
  star: false,
  bound: { maxMs: 6_000 },
  frontOf: () => 0,
  people: 9,
  quiet: 4,
  pace: { perSecond: 15, churn: false },
  async inject(stage) {
    const { cluster, history, pass, demand } = stage
    for (const link of cluster.redisLinks) await link.refuse()
    await pass(1_000)
    const refusedMs = await end(stage, 'with Redis refused')
    for (const link of cluster.redisLinks) await link.mend()
    await fill(stage)

    cluster.redis.freeze()
    let hungMs = 0
    try {
      await pass(500)
      hungMs = await end(stage, 'with Redis hung')
    } finally {
      cluster.redis.thaw()
    }
    const refused = history.events.filter((event) => event.op === 'send' && event.outcome === 'refused').length
    demand(refused === 0, `${refused} sends failed`)
    await fill(stage)

    for (const link of cluster.redisLinks) await link.refuse()
    const hurriedMs = await hurry(stage)
    for (const link of cluster.redisLinks) await link.mend()
    await cluster.nodes[0]!.start()
    const seconds = [refusedMs, hungMs].map((ms) => (ms / 1_000).toFixed(1)).join(' and ')
    return { times: 3, what: `SIGTERM without Redis and with a hung one: ${seconds} s; a second one: ${hurriedMs} ms` }
  },
}
