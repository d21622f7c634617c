import type { Sanction } from '#protocol/moderation.ts'
import type { Query } from '#server/database/transaction.ts'
import { type SanctionRow, sanctionColumns, toSanction } from './row.ts'

const OF_ONE_MAX = 50

/** What was imposed on somebody, the latest first. */
export async function listSanctionsOf(query: Query, userId: string): Promise<Sanction[]> {
  const rows = await query<SanctionRow>(
    `SELECT ${sanctionColumns} FROM sanction z WHERE z.user_id = $1 ORDER BY z.starts_at DESC, z.id LIMIT $2`,
    [userId, OF_ONE_MAX],
  )
  return rows.map(toSanction)
}
