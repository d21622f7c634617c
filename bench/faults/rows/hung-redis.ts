import { Redis } from 'ioredis'
import type { Row, Stage } from '../row.ts'

/** Hung, Redis is found out by commands that take too long and by a canary that is silent; a lost publish is repaired. */
const REPAIR_MS = 6_000

type Way = {
  id: string
  title: string
  ms: [short: number, long: number]
  act(redis: Redis, stage: Stage, ms: number): Promise<void>
}

/** Messages go on being acked, whatever Redis does. */
const withRedis = ({ id, title, ms, act }: Way): Row => ({
  id,
  title,
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject(stage) {
    const { cluster, history, lasts, demand } = stage
    const redis = new Redis(cluster.redis.url, { maxRetriesPerRequest: 1 })
    redis.on('error', () => undefined)
    const acked = () => history.events.filter((event) => event.op === 'send' && event.outcome === 'ok').length
    const lastsMs = lasts(...ms)
    const before = acked()
    try {
      await act(redis, stage, lastsMs)
    } finally {
      redis.disconnect()
    }
    const during = acked() - before
    demand(during > 0, 'no message was acked meanwhile')
    return { times: 1, what: `${lastsMs / 1_000} s, ${during} acks meanwhile` }
  },
})

const often = async (stage: Stage, ms: number, everyMs: number, work: () => Promise<unknown>) => {
  for (const until = Date.now() + ms; Date.now() < until; ) {
    await work()
    await stage.pass(everyMs)
  }
}

export const F14 = withRedis({
  id: 'F14',
  title: 'Redis hangs',
  ms: [7_000, 20_000],
  async act(_, { cluster, pass }, ms) {
    cluster.redis.freeze()
    await pass(ms)
    cluster.redis.thaw()
  },
})
export const F15 = withRedis({
  id: 'F15',
  title: 'Redis is paused for all clients',
  ms: [7_000, 10_000],
  async act(redis, { pass }, ms) {
    await redis.call('CLIENT', 'PAUSE', String(ms), 'ALL')
    await pass(ms + 500)
  },
})
export const F16 = withRedis({
  id: 'F16',
  title: 'Redis sleeps, again and again',
  ms: [6_000, 25_000],
  act: (redis, stage, ms) => often(stage, ms, 500, () => redis.call('DEBUG', 'SLEEP', '2')),
})
export const F19 = withRedis({
  id: 'F19',
  title: 'every subscription is killed each second',
  ms: [5_000, 30_000],
  act: (redis, stage, ms) => often(stage, ms, 1_000, () => redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')),
})
export const F20 = withRedis({
  id: 'F20',
  title: 'Redis forgets everything',
  ms: [3_000, 20_000],
  act: (redis, stage, ms) => often(stage, ms, 500, () => redis.flushall()),
})
export const F21 = withRedis({
  id: 'F21',
  title: 'Redis has no memory left',
  ms: [5_000, 20_000],
  async act(redis, { pass }, ms) {
    await redis.config('SET', 'maxmemory', '1')
    await pass(ms)
    await redis.config('SET', 'maxmemory', '0')
  },
})
