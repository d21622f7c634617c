import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { type Host, startHost } from './host.ts'

export const SECRET = 'a secret for measurements, long enough'

/**
 * The socket host as it is deployed, on a free port of the loopback. Everything is on: tokens, membership, shapes and
 * limits; the limits are raised, because one process plays everybody.
 */
export const startParley = (databaseUrl: string): Promise<Host> =>
  startHost('server/index.ts', {
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: SECRET,
    HOST: '127.0.0.1',
    PORT: '0',
    SOCKET_PORT: '0',
    LOG_LEVEL: 'warn',
    DRAIN_SECONDS: '0',
    ...LIFTED_LIMITS,
  })
