import pg from 'pg'
import { Unreachable, WrongEnvironment } from '#server/env.ts'

const PING_TIMEOUT_MS = 5_000
/** PostgreSQL 14, as `server_version_num` says it. */
const OLDEST = 140_000

/** Nobody answers now, or a server that starts, ends or is full. */
const AWAY = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
  ...['57P01', '57P02', '57P03', '53300'],
])
const isAway = ({ code, message }: Error & { code?: string }): boolean =>
  AWAY.has(code ?? '') || /timeout|Connection terminated/i.test(message)

/**
 * Asks once whether the database can be reached and is new enough. Throws `WrongEnvironment` with one sentence that names
 * DATABASE_URL, the cause and the remedy, without the password; `Unreachable` when it may only be away.
 */
export async function pingDatabase(url: string, timeoutMs: number = PING_TIMEOUT_MS): Promise<void> {
  const { host, pathname, username } = new URL(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number; name: string }>(
      "SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name",
    )
    const server = rows[0]!
    if (server.version < OLDEST) {
      throw new WrongEnvironment(`DATABASE_URL leads to PostgreSQL ${server.name} at ${host}: version 14 or newer is needed.`)
    }
  } catch (error) {
    if (error instanceof WrongEnvironment) throw error
    const why = explain(error as Error, {
      host,
      database: decodeURIComponent(pathname.slice(1)),
      user: decodeURIComponent(username),
    })
    const sentence = `DATABASE_URL ${why}`
    throw isAway(error as Error) ? new Unreachable(sentence, { cause: error }) : new WrongEnvironment(sentence, { cause: error })
  } finally {
    await client.end().catch(() => undefined)
  }
}

function explain(error: Error & { code?: string }, at: { host: string; database: string; user: string }): string {
  const { code, message } = error
  const unset = 'or leave it unset to use the embedded PostgreSQL'
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `names a host that can't be found (${at.host}): correct it, ${unset}.`
    case 'ECONNREFUSED':
      return `leads to ${at.host}, where no PostgreSQL listens: start it, correct the address, ${unset}.`
    case '28P01':
    case '28000':
      return `names the user "${at.user}", whom the PostgreSQL at ${at.host} does not let in: put the right name and password into it.`
    case '3D000':
      return `names the database "${at.database}", which the PostgreSQL at ${at.host} does not have: create it, or name another.`
    default:
      if (/timeout/i.test(message))
        return `leads to ${at.host}, which did not answer as PostgreSQL: check host, port and firewall, ${unset}.`
      if (/SSL|TLS|certificate/i.test(message))
        return `leads to ${at.host}, with which no encryption was agreed (${message}): add or correct sslmode=… in it.`
      return `leads to ${at.host}, which can't be used (${message}): correct it, ${unset}.`
  }
}
