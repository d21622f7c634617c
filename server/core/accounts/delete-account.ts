import { Refusal } from '#protocol/errors.ts'
import { audit } from '#server/core/audit/audit.ts'
import { lockGroups, stampGroup } from '#server/core/groups/writes.ts'
import { stampPerson } from '#server/core/people/profile.ts'
import { endSessions } from '#server/core/sessions/sessions.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import { tellByMail } from '#server/mail/told.ts'
import { type AccountDeps, lockOwners } from './account.ts'
import { wantErase } from './erase.ts'
import { skeletonOf } from './look-alikes.ts'
import { type Proof, requireProof, type Self } from './proof.ts'
import { normaliseUsername } from './username.ts'

/** What is shown where somebody was who deleted their account. */
const GONE = 'Deleted account'

/** What is a person's alone, and goes with their account. Their memberships and messages are others' rooms: a job sees to those. */
const OWN_TABLES = [
  'account',
  'avatar',
  'person_mark',
  'passkey',
  'second_step',
  'recovery_code',
  'one_time_token',
  'saved_message',
  'reminder',
  'scheduled_message',
  'keywords',
  'keyword_hit',
  'sidebar_section',
  'notify_default',
]

/**
 * Deletes one's account: nobody signs in with it from the commit on, all its sessions end, name and address are free again, and what was
 * theirs alone is gone. What they wrote stays under "Deleted account", or is deleted too with `messages`; they leave their rooms within
 * moments [AW11]. Refuses as `requireProof` does; `invalid` (`fields.username`) when another name was typed; and `forbidden` to the last
 * owner, also when all owners do it at once [A15].
 */
export async function deleteAccount(
  deps: AccountDeps,
  self: Self,
  wanted: { proof: Proof; username: string; messages: boolean },
): Promise<void> {
  await requireTyped(deps, self, wanted.username)
  await requireProof(deps, self, wanted.proof)
  await transaction(deps.database.pool, async (query) => {
    await lockOwners(query)
    const [person] = await query<{ role: string; email: string | null }>(
      'SELECT role, email FROM users WHERE id = $1 AND deactivated_at IS NULL FOR NO KEY UPDATE',
      [self.userId],
    )
    if (!person) throw new Refusal('unauthorized', 'You are signed out. Sign in again.')
    if (person.role === 'owner') await requireAnotherOwner(query, self.userId)
    if (person.email) await tellByMail(query, deps.settings, self.userId, 'deleted', person.email)
    await endSessions(query, self.userId)
    await leaveGroups(query, self.userId)
    for (const table of OWN_TABLES) await query(`DELETE FROM ${table} WHERE user_id = $1`, [self.userId])
    await query('UPDATE session SET device = NULL, user_agent = NULL, address = NULL WHERE user_id = $1', [self.userId])
    await query('UPDATE attachment SET held_for = NULL WHERE uploaded_by = $1 AND held_for IS NOT NULL', [self.userId])
    await query('UPDATE membership SET draft = NULL, draft_at = NULL WHERE user_id = $1 AND draft IS NOT NULL', [self.userId])
    await forgetPerson(query, self.userId)
    await wantErase(query, self.userId, wanted.messages)
    const by = { id: self.userId }
    await audit(query, { by, act: 'account:delete', kind: 'account', id: self.userId, userId: self.userId })
  })
}

async function requireTyped({ database }: AccountDeps, self: Self, typed: string) {
  const { rows } = await database.pool.query<{ username: string }>('SELECT username FROM users WHERE id = $1', [self.userId])
  if (rows[0]?.username === normaliseUsername(typed.replace(/^@/, ''))) return
  throw new Refusal('invalid', 'That is not your username.', { fields: { username: 'is not your username' } })
}

async function requireAnotherOwner(query: Query, id: string) {
  const [other] = await query("SELECT 1 FROM users WHERE role = 'owner' AND id <> $1 AND deactivated_at IS NULL LIMIT 1", [id])
  if (!other)
    throw new Refusal(
      'forbidden',
      'You are the only owner of this server. Make somebody else owner first, then delete your account.',
    )
}

/** The name is one that nobody chooses, so that the former one is free. */
async function forgetPerson(query: Query, userId: string) {
  const name = `deleted-${userId.replaceAll('-', '')}`
  await query(
    `UPDATE users SET username = $2, skeleton = $3, display_name = $4, email = NULL, password_hash = NULL, avatar_url = NULL, role = 'member',
       presence = 'online', status_text = NULL, status_until = NULL, about = NULL, title = NULL, time_zone = NULL, last_seen_at = NULL,
       deactivated_at = now() WHERE id = $1`,
    [userId, name, skeletonOf(name), GONE],
  )
  await stampPerson(query, userId)
}

async function leaveGroups(query: Query, userId: string) {
  await lockGroups(query)
  const left = await query<{ group_id: string }>('DELETE FROM user_group_member WHERE user_id = $1 RETURNING group_id', [userId])
  for (const { group_id } of left) {
    await query('UPDATE user_group SET member_count = member_count - 1 WHERE id = $1', [group_id])
    await stampGroup(query, group_id)
  }
}
