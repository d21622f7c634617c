import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Community } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { audit } from '../audit/audit.ts'

export type CommunityChange = { name?: string | undefined; registration?: Community['registration'] | undefined }
type Settings = Pick<Env, 'REGISTRATION'>

/** What this place is called and who may make an account in it. What its owners chose comes before the environment [Y6]. */
export async function readCommunity(query: Query, settings: Settings): Promise<Community> {
  const [row] = await query<{ name: string | null; registration: Community['registration'] | null }>(
    'SELECT name, registration FROM installation',
  )
  return { ...(row?.name ? { name: row.name } : {}), registration: row?.registration ?? settings.REGISTRATION }
}

/** The place as a whole: its owners' to name, and to open and close. */
export function createCommunity(pool: pg.Pool, settings: Settings) {
  return {
    read: () => readCommunity(queryOn(pool), settings),

    /** Changes what is named, an empty name takes it away. Refuses `forbidden` to others than the owners of the installation [Y6]. */
    change: (by: { userId: string; address?: string | undefined }, { name, registration }: CommunityChange): Promise<Community> =>
      transaction(pool, async (query) => {
        const [owner] = await query("SELECT 1 FROM users WHERE id = $1 AND role = 'owner' AND deactivated_at IS NULL FOR SHARE", [
          by.userId,
        ])
        if (!owner) throw new Refusal('forbidden', 'Only the owners of this server can change that.')
        await query('SELECT 1 FROM installation FOR UPDATE')
        const before = await readCommunity(query, settings)
        await query(
          `UPDATE installation SET name = CASE WHEN $1::text IS NULL THEN name ELSE nullif($1, '') END,
             registration = coalesce($2, registration)`,
          [name?.trim() ?? null, registration ?? null],
        )
        const after = await readCommunity(query, settings)
        await audit(query, {
          by: { id: by.userId, address: by.address },
          act: 'community:change',
          kind: 'community',
          before,
          after,
        })
        return after
      }),
  }
}

export type CommunityCore = ReturnType<typeof createCommunity>
