import { type Env, readEnv } from '#server/env.ts'

/** What a test says about its environment: names and texts, as a shell would. */
export type Overrides = Record<string, string>

export const TEST_SECRET = 'a secret for tests, long enough to pass'

/** Limits out of the way, for tests that are about something else. */
export const LIFTED_LIMITS: Overrides = Object.fromEntries(
  [
    'MESSAGES_PER_SECOND',
    'MESSAGES_BURST',
    'ROOM_MESSAGES_PER_SECOND',
    'REQUESTS_PER_SECOND',
    'SYNCS_PER_SECOND',
    'HELLOS_PER_SECOND',
    'TYPING_PER_SECOND',
    'SEARCHES_PER_SECOND',
    'UPLOADS_PER_MINUTE',
    'ACCEPTS_PER_SECOND',
    'CONNECTIONS_PER_USER',
    'CONNECTIONS_PER_ADDRESS',
    'CONNECTIONS',
  ]
    .map((name) => [`LIMIT_${name}`, '100000'])
    .concat([['LIMIT_BYTES_PER_SECOND', '1000000000']]),
)

/** The variables of a server under test: a free port of the loopback, no logs, no wait at the end. */
export const testVariables = (overrides: Overrides = {}): Overrides => ({
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  SOCKET_PORT: '0',
  NEXTAUTH_SECRET: TEST_SECRET,
  LOG_LEVEL: 'silent',
  DRAIN_SECONDS: '0',
  ...overrides,
})

/** The environment that `testVariables` make. Nothing of this process's own environment is in it. */
export const testEnv = (overrides: Overrides = {}): Env => readEnv(testVariables(overrides))
