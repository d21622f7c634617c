import { Redis } from 'ioredis'
import { startRedis } from '#server/live/testing/redis-server.ts'
import type { Row } from '../row.ts'
import { isHeard } from './heard.ts'

const RECOVERED_MS = 10_000
const COPIED_MS = 10_000

export const F22: Row = {
  id: 'F22',
  title: 'Redis fails over, and the former primary takes no writes',
  star: false,
  bound: { maxMs: 6_000 },
  people: 9,
  quiet: 4,
  pace: { perSecond: 15 },
  async inject(stage) {
    const { cluster, pass, until, lasts, demand, demandInTime } = stage
    const port = new URL(cluster.redis.url).port
    const replica = await startRedis(['--replicaof', '127.0.0.1', port])
    const replicaPort = new URL(replica.url).port
    const [former, next] = [new Redis(cluster.redis.url), new Redis(replica.url)]
    try {
      const copied = await until(async () => /master_link_status:up/.test(await next.info('replication')), COPIED_MS)
      if (copied === null) throw new Error('the replica does not follow')
      // As a sentinel does it: the replica is the primary, the name leads to it, the former primary follows.
      await next.call('REPLICAOF', 'NO', 'ONE')
      cluster.pointRedisTo(Number(replicaPort))
      await former.call('REPLICAOF', '127.0.0.1', replicaPort)
      const at = Date.now()
      const refusal = await former.set('parley:faults', '1').catch((error: Error) => error.message)
      demand(/READONLY/.test(String(refusal)), 'the former primary takes writes: this row proves nothing')

      const writersOf = async (redis: Redis) =>
        String(await redis.call('CLIENT', 'LIST', 'TYPE', 'normal'))
          .split('\n')
          .filter((line) => /name=parley\b/.test(line)).length
      const moved = await until(async () => (await writersOf(next)) >= cluster.nodes.length, RECOVERED_MS)
      demandInTime(moved !== null, `not every node writes to the new primary after ${RECOVERED_MS} ms`)
      for (const i of cluster.nodes.keys()) {
        const left = Math.max(1_000, at + RECOVERED_MS - Date.now())
        demandInTime(
          await isHeard(stage, next, i, left),
          `a client of ${cluster.nodes[i]!.name} hears nothing of the new primary`,
        )
      }
      const recoveredMs = Date.now() - at
      demandInTime(recoveredMs <= RECOVERED_MS, `all of it took ${recoveredMs} ms`)
      await pass(lasts(2_000, 15_000))
      return { times: 1, what: `every node writes to the new primary after ${((moved ?? 0) / 1_000).toFixed(1)} s` }
    } finally {
      cluster.pointRedisTo()
      await former.call('REPLICAOF', 'NO', 'ONE')
      former.disconnect()
      next.disconnect()
      await replica.kill()
    }
  },
}
