import pg from 'pg'

/** A connection for what takes long: no time-out, and no error ends the process. */
export async function connectPatiently(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, keepAlive: true })
  client.on('error', () => undefined)
  await client.connect()
  await client.query(
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET application_name = 'parley backup'",
  )
  return client
}
