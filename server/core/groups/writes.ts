import { Refusal } from '#protocol/errors.ts'
import type { User } from '#protocol/models.ts'
import { notify } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'

/** Refuses `forbidden` to others than owners and admins of the installation, as the database has them now. */
export async function requireRight(query: Query, user: User): Promise<void> {
  const [may] = await query(
    "SELECT 1 FROM users WHERE id = $1 AND role IN ('owner', 'admin') AND deactivated_at IS NULL FOR SHARE",
    [user.id],
  )
  if (!may) throw new Refusal('forbidden', 'Only the owners and admins of this server can change groups.')
}

/** Changes of groups are made one after the other, so that their clock is one line. */
export const lockGroups = (query: Query) => query('SELECT 1 FROM installation WHERE id = 1 FOR NO KEY UPDATE')

/** Refuses `not_found` for a group that is not there, or not any more. */
export async function requireGroup(query: Query, id: string): Promise<void> {
  const [there] = await query('SELECT 1 FROM user_group WHERE id = $1 AND deleted_at IS NULL', [id])
  if (!there) throw new Refusal('not_found', 'There is no such group.')
}

/** The group changed: it takes the next rev, and every node hears of it when this commits. */
export async function stampGroup(query: Query, id: string): Promise<void> {
  await query(
    `WITH i AS (UPDATE installation SET groups_rev = groups_rev + 1 WHERE id = 1 RETURNING groups_rev)
     UPDATE user_group SET rev = i.groups_rev FROM i WHERE user_group.id = $1`,
    [id],
  )
  await notify(query, { groups: true })
}
