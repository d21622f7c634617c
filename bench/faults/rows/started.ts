import { Redis } from 'ioredis'
import type { Row, Stage } from '../row.ts'
import { isHeard } from './heard.ts'

/** A process that begins, on a machine with other work. */
const UP_MS = 60_000
/** For as long as this a node is looked at that lacks something. */
const WITHOUT_MS = 2_000
const READY_MS = 5_000
/** Reconnecting takes at most 2 s, and a subscription that is found to be deaf 6 s. */
const HEARD_MS = 8_000

type Missing = 'Redis' | 'PostgreSQL'
/** What is away when a node starts, in the order in which it comes back. */
const CASES: readonly (readonly Missing[])[] = [['Redis'], ['PostgreSQL'], ['Redis', 'PostgreSQL'], ['PostgreSQL', 'Redis']]

async function startWithout(stage: Stage, redis: Redis, missing: readonly Missing[]) {
  const { cluster, pass, until, demand, demandInTime } = stage
  const node = cluster.nodes[0]!
  const links = { Redis: cluster.redisLinks[0]!, PostgreSQL: cluster.postgresLinks[0]! }
  const without = `without ${missing.join(' and ')}`
  const status = (path: string) =>
    fetch(`http://127.0.0.1:${node.port}${path}`)
      .then((answer) => answer.status)
      .catch(() => 0)

  await node.kill('SIGKILL')
  for (const each of missing) await links[each].refuse()
  node.begin()
  const up = await until(async () => !node.isRunning() || (await status('/healthz')) === 200, UP_MS)
  demand(node.isRunning() && up !== null, `started ${without}, it does not run`)
  if (!node.isRunning()) return
  const pid = node.pid()
  const expected = missing.includes('PostgreSQL') ? 503 : 200
  for (const end = Date.now() + WITHOUT_MS; Date.now() < end; await pass(250)) {
    const told = await status('/readyz')
    demand(told === expected, `started ${without}, /readyz is answered ${told}`)
  }
  for (const each of missing) {
    await links[each].mend()
    if (each === 'Redis') continue
    const readyMs = await until(async () => (await status('/readyz')) === 200, READY_MS)
    demandInTime(readyMs !== null, `started ${without}, it is not ready ${READY_MS} ms after PostgreSQL is there`)
  }
  demandInTime(
    await isHeard(stage, redis, 0, HEARD_MS),
    `started ${without}, it does not hear the other nodes after ${HEARD_MS} ms`,
  )
  demand(node.isRunning() && node.pid() === pid, `started ${without}, it was started anew`)
}

export const F09: Row = {
  id: 'F09',
  title: 'a node starts before Redis, before PostgreSQL, and before both',
  star: false,
  bound: { maxMs: 6_000 },
  people: 9,
  quiet: 4,
  pace: { perSecond: 15 },
  async inject(stage) {
    const redis = new Redis(stage.cluster.redis.url)
    try {
      for (let rounds = stage.lasts(1, 3); rounds > 0; rounds--)
        for (const missing of CASES) await startWithout(stage, redis, missing)
    } finally {
      redis.disconnect()
    }
    const times = stage.lasts(1, 3) * CASES.length
    return { times, what: `${times} starts without one or both, in every order of their return` }
  },
}
