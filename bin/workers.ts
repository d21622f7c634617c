import { createHash } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { findFreePort } from '#server/database/postmaster.ts'
import { WrongEnvironment } from '#server/env.ts'
import { type Child, startChild, waitForAnswer } from './child.ts'
import type { Settings } from './settings.ts'

const INNER_HOST = '127.0.0.1'

type Wanted = { count: number; variables: Record<string, string>; port: number; host: string }

/** Throws `WrongEnvironment` where several socket hosts can't stand behind one port. */
export function requireWorkers(count: number, { env }: Settings): void {
  if (env.REDIS_URL === undefined)
    throw new WrongEnvironment('--workers wants REDIS_URL: several socket hosts share live events over Redis.')
  if (env.TRUST_PROXY_HOPS > 0)
    throw new WrongEnvironment(
      `--workers goes by the caller's address, which a proxy hides: start ${count} socket hosts at ports of their own behind it (docs/deploy/one-box.md), or set TRUST_PROXY_HOPS=0 where there is none.`,
    )
}

/**
 * Starts `count` socket hosts behind one port: this process takes each connection and hands it to one of them, by the caller's
 * address, so that all connections of a long-polling client come to one host. Nothing that is said passes through here [O12].
 * One that crashes is started again; meanwhile its callers go to the next.
 */
export async function startWorkers({ count, variables, port, host }: Wanted): Promise<Child> {
  const start = async (): Promise<Child> => {
    const inner = await findFreePort()
    return startChild({
      name: 'socket host',
      args: ['--import', 'tsx', 'server/index.ts'],
      variables: { ...variables, HOST: INNER_HOST, PORT: String(inner), SOCKET_PORT: String(inner) },
      ready: (signal) => waitForAnswer(`http://${INNER_HOST}:${inner}/readyz`, signal, true),
    })
  }
  const started = await Promise.allSettled(Array.from({ length: count }, start))
  const workers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const failure = started.find((each) => each.status === 'rejected')
  const kill = () => {
    for (const worker of workers) worker.kill()
  }
  if (failure) {
    kill()
    throw failure.reason
  }
  const hand = (connection: Socket) => {
    // A connection that breaks before it is handed on.
    connection.on('error', () => undefined)
    const first = placeOf(connection.remoteAddress ?? '', count)
    for (let i = 0; i < count; i++) if (workers[(first + i) % count]!.give(connection)) return
    connection.destroy()
  }
  const front = createServer({ pauseOnConnect: true }, hand)
  await new Promise<void>((resolve, reject) => front.once('error', reject).listen(port, host, resolve)).catch((error) => {
    kill()
    throw error
  })
  return {
    failed: Promise.race(workers.map((worker) => worker.failed)),
    kill,
    give: (connection) => {
      hand(connection)
      return true
    },
    async stop(graceMs) {
      front.close()
      await Promise.all(workers.map((worker) => worker.stop(graceMs)))
    },
  }
}

/** Of an address always the same, of many evenly spread. */
const placeOf = (address: string, count: number) => createHash('sha1').update(address).digest().readUInt32BE() % count
