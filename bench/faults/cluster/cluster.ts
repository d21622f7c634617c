import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFreePort } from '#server/database/postmaster.ts'
import { startRedis, type TestRedis } from '#server/live/testing/redis-server.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { copySource } from '../tree/copy.ts'
import { FAILPOINTS } from '../tree/failpoints.ts'
import { applyPatches } from '../tree/patch.ts'
import { createBalancer } from './balancer.ts'
import { createNode, type Node } from './node.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { type Link, startProxy } from './proxy.ts'

export type Cluster = {
  nodes: readonly Node[]
  /** Where clients connect: front i leads to node i, and to the others while that one is not ready. */
  fronts: readonly Link[]
  /** From node i to Redis. Its connection that listens is recognised as `sub`. */
  redisLinks: readonly Link[]
  /** From node i to PostgreSQL. */
  postgresLinks: readonly Link[]
  postgres: Postgres
  redis: TestRedis
  /** Ends all nodes at once and starts them with other variables, until they are started anew. */
  restart(env: Record<string, string>): Promise<void>
  /** Where the links to Redis lead from their next connection on; its own port again when left out. */
  pointRedisTo(port?: number): void
  /** Everything as it was: every process runs, every link passes. */
  heal(): Promise<void>
  close(): Promise<void>
}

const NODES = 3
const MUCH = '100000'
const MANY_BYTES = '1000000000'
/** A planned end in a short run fits into the time of a fault. */
const DRAIN_SECONDS = { short: '8', long: '30' }

/** Three socket hosts of a copy of this source with failpoints, PostgreSQL, Redis, and a proxy in every link. */
export async function startCluster(options: { isLong: boolean; mend?: (postgres: Postgres) => Promise<void> }): Promise<Cluster> {
  const root = mkdtempSync(path.join(tmpdir(), 'parley-faults-'))
  const closers: (() => unknown)[] = [() => rmSync(root, { recursive: true, force: true })]
  const close = async () => {
    for (const work of closers.reverse()) await Promise.resolve(work()).catch((error: unknown) => console.error(error))
  }
  const link = async (port: () => number, recognise?: (chunk: Buffer) => string | undefined) => {
    const proxy = await startProxy({ targets: () => [port()], ...(recognise ? { recognise } : {}) })
    closers.push(proxy.close)
    return proxy
  }
  try {
    copySource(root)
    applyPatches(root, FAILPOINTS, 'a failpoint')
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis(['--enable-debug-command', 'yes'])])
    closers.push(postgres.stop, redis.kill)
    await options.mend?.(postgres)

    const ownPort = Number(new URL(redis.url).port)
    let redisPort = ownPort
    const nodes: Node[] = []
    const redisLinks: Link[] = []
    const postgresLinks: Link[] = []
    for (let i = 0; i < NODES; i++) {
      const toRedis = await link(
        () => redisPort,
        (chunk) => (chunk.includes('subscribe') ? 'sub' : undefined),
      )
      const toPostgres = await link(() => postgres.port)
      redisLinks.push(toRedis)
      postgresLinks.push(toPostgres)
      const port = await findFreePort()
      const variables = {
        HOST: '127.0.0.1',
        PORT: String(port),
        SOCKET_PORT: String(port),
        DATABASE_URL: Object.assign(new URL(postgres.url), { port: String(toPostgres.port) }).href,
        REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
        NEXTAUTH_SECRET: TEST_SECRET,
        LOG_LEVEL: 'error',
        DRAIN_SECONDS: options.isLong ? DRAIN_SECONDS.long : DRAIN_SECONDS.short,
        LIMIT_MESSAGES_PER_SECOND: MUCH,
        LIMIT_MESSAGES_BURST: MUCH,
        LIMIT_BYTES_PER_SECOND: MANY_BYTES,
        LIMIT_REQUESTS_PER_SECOND: MUCH,
        LIMIT_CONNECTIONS_PER_USER: '100',
        LIMIT_CONNECTIONS_PER_ADDRESS: MUCH,
      }
      const node = createNode({ name: `n${i + 1}`, port, root, variables })
      closers.push(() => (node.isRunning() ? node.kill() : undefined))
      nodes.push(node)
    }
    await Promise.all(nodes.map((node) => node.start()))

    const balancer = createBalancer(nodes.map((node) => node.port))
    closers.push(balancer.stop)
    const fronts: Link[] = []
    for (let i = 0; i < NODES; i++) {
      const front = await startProxy({ targets: () => balancer.from(i) })
      closers.push(front.close)
      fronts.push(front)
    }

    let isRedisAway = false
    const watched: TestRedis = {
      ...redis,
      kill: async () => {
        isRedisAway = true
        await redis.kill()
      },
      restart: async () => {
        await redis.restart()
        isRedisAway = false
      },
    }
    return {
      nodes,
      fronts,
      redisLinks,
      postgresLinks,
      postgres,
      redis: watched,
      async restart(env) {
        await Promise.all(nodes.map((node) => node.kill().then(() => node.start({ env }))))
        await balancer.whole()
      },
      pointRedisTo(at = ownPort) {
        redisPort = at
      },
      async heal() {
        redisPort = ownPort
        for (const proxy of [...redisLinks, ...postgresLinks, ...fronts]) await proxy.mend()
        if (!postgres.isUp()) await postgres.restart()
        if (isRedisAway) await watched.restart()
        await Promise.all(nodes.map((node) => (node.isRunning() ? node.set({ fault: 'none' }) : node.start())))
        await balancer.whole()
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
