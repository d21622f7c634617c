import { readHistory } from '#prisma/history.ts'
import type { Query } from './transaction.ts'

/**
 * Answers whether the database answers and has this version's schema: a host that was started before its database, or
 * before somebody migrated it, takes nobody until then [S10]. Rejects while the database is away.
 */
export function createReadiness(query: Query): () => Promise<boolean> {
  let hasSchema = false

  async function findSchema(): Promise<boolean> {
    const last = (await readHistory()).at(-1)
    const [found] = await query<{ found: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`)
    if (!found?.found || !last) return false
    const rows = await query(
      'SELECT FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL',
      [last.name],
    )
    return rows.length > 0
  }

  return async () => {
    if (hasSchema) return (await query('SELECT 1')).length === 1
    hasSchema = await findSchema()
    return hasSchema
  }
}
