import { waitForAnswer } from './child.ts'
import { prepareHalf, runHalf } from './halves.ts'
import { migrateWhenThere } from './open-database.ts'
import { requirePort, usableHost } from './port.ts'
import { requireRedis } from './up.ts'

const MARGIN_MS = 10_000

/**
 * `npm run start:socket`: a socket host alone, at `SOCKET_PORT`. Any number of them share `REDIS_URL`. It comes up before its
 * PostgreSQL and its Redis, and is ready once the first is there with this version's schema.
 */
export async function main(): Promise<void> {
  console.log('Parley, a socket host alone')
  const settings = await prepareHalf()
  const { env, variables } = settings
  await requireRedis(settings)
  const host = await usableHost(env.HOST)
  await requirePort(env.SOCKET_PORT, host, 'SOCKET_PORT')
  const { migrated } = await migrateWhenThere(settings)
  await runHalf(
    {
      name: 'socket host',
      args: ['--import', 'tsx', 'server/index.ts'],
      variables: { ...variables, NODE_ENV: env.NODE_ENV === 'test' ? 'test' : 'production', HOST: host },
      ready: (signal) => waitForAnswer(`http://localhost:${env.SOCKET_PORT}/readyz`, signal, true),
    },
    `port ${env.SOCKET_PORT}`,
    env.DRAIN_SECONDS * 1_000 + MARGIN_MS,
    migrated,
  )
}
