import pg from 'pg'
import type { Postgres } from './postgres.ts'

const COPY = 'older'
const GONE_MS = 10_000

/** The database as it is now, and later as it was then: what is in between is lost. Both take a moment without connections. */
export function createCopies({ url }: Pick<Postgres, 'url'>) {
  const name = new URL(url).pathname.slice(1)
  const server = Object.assign(new URL(url), { pathname: '/postgres' }).href

  /** Nobody is connected meanwhile, and nobody is let in. */
  async function alone(work: (client: pg.Client) => Promise<unknown>) {
    const client = new pg.Client({ connectionString: server })
    client.on('error', () => undefined)
    await client.connect()
    try {
      await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`)
      await client.query('SELECT pg_terminate_backend(pid, $2) FROM pg_stat_activity WHERE datname = $1', [name, GONE_MS])
      await work(client)
    } finally {
      await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`)
      await client.end()
    }
  }

  return {
    make: () => alone((client) => client.query(`CREATE DATABASE ${COPY} TEMPLATE ${name}`)),
    restore: () =>
      alone(async (client) => {
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
        await client.query(`ALTER DATABASE ${COPY} RENAME TO ${name}`)
        await client.query(`ALTER DATABASE ${name} SET synchronous_commit = on`)
      }),
  }
}
