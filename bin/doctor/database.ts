import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { readHistory } from '#prisma/history.ts'
import { findBinaries } from '#server/database/binaries.ts'
import { clusterVersion } from '#server/database/cluster.ts'
import { pingDatabase } from '#server/database/ping-database.ts'
import { findRunning } from '#server/database/postmaster.ts'
import type { Env } from '#server/env.ts'
import { doubt, type Finding, fine, wrong } from './finding.ts'

/** Clocks that differ by more put "now" of the database and of this machine apart: tokens end early. */
const CLOCK_MS = 5_000
const HEARD_WITHIN_MS = 2_000
/** Besides the pools, a host listens on a connection of its own, and PostgreSQL keeps three for its administrator. */
const BESIDES = 4

/** PostgreSQL: reachable, new enough, its rights, clock, migrations, connections, and whether what is told on it is heard. */
export async function lookAtDatabase(env: Env): Promise<Finding[]> {
  if (env.DATABASE_URL === undefined) return lookAtEmbedded(env)
  await pingDatabase(env.DATABASE_URL)
  return lookInside(env.DATABASE_URL, env)
}

async function lookAtEmbedded(env: Env): Promise<Finding[]> {
  // As root's PostgreSQL may have it, a link to where its own user can enter.
  const link = path.join(env.DATA_DIR, 'pg')
  const cluster = existsSync(link) ? realpathSync(link) : link
  const made = clusterVersion(cluster)
  const { version } = findBinaries()
  if (made === undefined) return [fine('PostgreSQL', `embedded ${version}; the first start makes it in ${cluster}`)]
  if (made !== version.split('.')[0])
    return [
      wrong(
        'PostgreSQL',
        `The database in ${cluster} was made by PostgreSQL ${made} and this version brings ${version}: restore a backup into an empty DATA_DIR.`,
      ),
    ]
  const running = findRunning(cluster)
  if (!running) return [fine('PostgreSQL', `embedded ${version} in ${cluster}, not running`)]
  const password = encodeURIComponent(env.DATABASE_PASSWORD ?? '')
  const url = `postgresql://parley:${password}@127.0.0.1:${running.port}/parley`
  await pingDatabase(url)
  return lookInside(url, env)
}

async function lookInside(url: string, env: Env): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const began = Date.now()
    const { rows } = await client.query<{
      version: string
      encoding: string
      now: number
      create: boolean
      standby: boolean
      most: number
      control: boolean
    }>(
      `SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
         extract(epoch FROM clock_timestamp()) * 1000 AS now, has_schema_privilege(current_schema(), 'CREATE') AS create,
         pg_is_in_recovery() AS standby, current_setting('max_connections')::int AS most,
         has_function_privilege('pg_control_system()', 'EXECUTE') AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE') AS control`,
    )
    const tookMs = Date.now() - began
    const it = rows[0]!
    const found: Finding[] = [fine('PostgreSQL', `${it.version} at ${new URL(url).host}, ${tookMs} ms away`)]
    const say = (isSo: boolean, finding: Finding) => void (isSo && found.push(finding))
    say(it.standby, wrong('PostgreSQL', 'DATABASE_URL leads to a standby, which can only be read: name the primary.'))
    say(
      !it.create && !it.standby,
      wrong('PostgreSQL', 'The user of DATABASE_URL may make no tables: let it own the database (ALTER DATABASE … OWNER TO …).'),
    )
    say(
      !it.control,
      wrong(
        'PostgreSQL',
        'The user of DATABASE_URL may not run pg_control_system() and pg_control_checkpoint(), by which a restored database is known: GRANT EXECUTE on both.',
      ),
    )
    say(
      it.encoding !== 'UTF8',
      wrong(
        'PostgreSQL',
        `The database is encoded in ${it.encoding}, which can't hold every script: make it anew with ENCODING 'UTF8'.`,
      ),
    )
    say(
      it.most < env.DATABASE_POOL + BESIDES,
      wrong(
        'PostgreSQL',
        `It takes ${it.most} connections and DATABASE_POOL wants ${env.DATABASE_POOL} for each process: raise max_connections, or lower DATABASE_POOL.`,
      ),
    )
    const apartMs = Math.round(Number(it.now) - (began + tookMs / 2))
    say(
      Math.abs(apartMs) > CLOCK_MS,
      wrong(
        'clock',
        `The database's clock is ${Math.abs(apartMs)} ms ${apartMs > 0 ? 'ahead of' : 'behind'} this machine's: let both follow a time server.`,
      ),
    )
    return [...found, ...(await lookAtMigrations(client)), ...(await lookAtNotifications(client, url))]
  } finally {
    await client.end()
  }
}

async function lookAtMigrations(client: pg.Client): Promise<Finding[]> {
  const known = (await readHistory()).map(({ name }) => name)
  const { rows: there } = await client.query(
    "SELECT FROM pg_class WHERE relname = '_prisma_migrations' AND relnamespace = current_schema()::regnamespace",
  )
  if (there.length === 0) return [fine('migrations', `none yet; the start applies all ${known.length}`)]
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const newer = rows.find(({ name }) => !known.includes(name))
  if (newer)
    return [
      wrong(
        'migrations',
        `The database was upgraded by a newer version (${newer.name}): start that version, or restore the backup made before it.`,
      ),
    ]
  const open = rows.find(({ finished }) => !finished)
  if (open)
    return [
      wrong(
        'migrations',
        `${open.name} was begun and never finished: "npx prisma migrate resolve --rolled-back ${open.name}" once the database is repaired.`,
      ),
    ]
  const pending = known.length - rows.length
  return [
    pending > 0
      ? doubt('migrations', `${pending} wait: "npm run db:migrate", or the next start, applies them.`)
      : fine('migrations', `all ${known.length} are applied`),
  ]
}

/** What transactions tell reaches socket hosts by this. A pooler between two statements of one session loses it. */
async function lookAtNotifications(client: pg.Client, url: string): Promise<Finding[]> {
  const channel = `parley_doctor_${process.pid}`
  const heard = new Promise<boolean>((resolve) => {
    client.once('notification', () => resolve(true))
    setTimeout(resolve, HEARD_WITHIN_MS, false).unref()
  })
  await client.query(`LISTEN ${channel}`)
  const other = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  other.on('error', () => undefined)
  await other.connect()
  try {
    await other.query('SELECT pg_notify($1, $2)', [channel, 'heard'])
  } finally {
    await other.end()
  }
  if (await heard) return [fine('PostgreSQL', 'what is told on it is heard')]
  return [
    wrong(
      'PostgreSQL',
      'What is told on it (NOTIFY) is not heard: DATABASE_URL leads to a pooler that shares sessions. Give socket hosts the address of PostgreSQL itself; pages alone may use the pooler.',
    ),
  ]
}
