import { Refusal } from '#protocol/errors.ts'
import type { User, UserRole } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'

export type InvitesMadeBy = Env['INVITES_MADE_BY']

/** Those who may make invites under this setting. A guest never does. */
export const inviters = (madeBy: InvitesMadeBy): readonly UserRole[] =>
  madeBy === 'members' ? ['owner', 'admin', 'moderator', 'member'] : ['owner', 'admin']

/** Those who see and revoke everybody's. */
export const governsInvites = (user: Pick<User, 'role'>): boolean => user.role === 'owner' || user.role === 'admin'

export const mayInvite = (user: Pick<User, 'role'>, madeBy: InvitesMadeBy): boolean => inviters(madeBy).includes(user.role)

/** Refuses `forbidden` to whoever may not make invites, as the database has them now. */
export async function requireInviter(query: Query, user: User, madeBy: InvitesMadeBy): Promise<void> {
  const [may] = await query(
    'SELECT 1 FROM users WHERE id = $1 AND role = ANY ($2::user_role[]) AND deactivated_at IS NULL FOR SHARE',
    [user.id, inviters(madeBy)],
  )
  if (!may) throw new Refusal('forbidden', 'You may not invite people here.')
}
