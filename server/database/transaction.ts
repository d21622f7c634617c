import type pg from 'pg'

/** One query, in a transaction or straight on the pool. Rows come typed as the caller says the statement returns them. */
export type Query = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>

export const queryOn =
  (client: pg.Pool | pg.ClientBase): Query =>
  async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await client.query<Row>(text, values)).rows

const DEADLOCK = '40P01'
const SERIALIZATION = '40001'
const LOCK_TIMEOUT = '55P03'
const TRIES = 3

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. A deadlock, a lost race or
 * a lock not had in time runs it again, three times in all.
 */
export async function transaction<T>(pool: pg.Pool, work: (query: Query) => Promise<T>, mode = ''): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query(`BEGIN ${mode}`)
      const result = await work(queryOn(client))
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => {
        broken = lost
      })
      const code = (error as { code?: string }).code
      if (attempt >= TRIES || (code !== DEADLOCK && code !== SERIALIZATION && code !== LOCK_TIMEOUT)) throw error
    } finally {
      client.release(broken)
    }
  }
}

/** What everything in one answer is read from. */
export const SNAPSHOT = 'ISOLATION LEVEL REPEATABLE READ READ ONLY'
