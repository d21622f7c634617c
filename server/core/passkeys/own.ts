import { Refusal } from '#protocol/errors.ts'
import type { PasskeyInfo } from '#protocol/http.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import type { Self } from '#server/core/accounts/proof.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { tellByMail } from '#server/mail/told.ts'

/** A person's passkeys, the first one first. */
export async function listPasskeys(query: Query, userId: string): Promise<PasskeyInfo[]> {
  const rows = await query<{ id: string; name: string; created_at: Date; last_used_at: Date | null }>(
    'SELECT id, name, created_at, last_used_at FROM passkey WHERE user_id = $1 ORDER BY created_at, id',
    [userId],
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }))
}

/** Gives one's passkey another name. Another's is `not_found` like one that is not there. */
export async function renamePasskey({ database }: AccountDeps, self: Self, id: string, name: string): Promise<void> {
  const renamed = await queryOn(database.pool)('UPDATE passkey SET name = $3 WHERE id = $1 AND user_id = $2 RETURNING 1', [
    id,
    self.userId,
    name,
  ])
  if (renamed.length === 0) throw notThere()
}

/** Removes one's passkey: from now on it signs nobody in. Refuses with `conflict` when it is the only way into the account. */
export async function removePasskey({ database, settings }: AccountDeps, self: Self, id: string): Promise<void> {
  await transaction(database.pool, async (query) => {
    const [person] = await query<{ password_hash: string | null }>(
      'SELECT password_hash FROM users WHERE id = $1 FOR NO KEY UPDATE',
      [self.userId],
    )
    const removed = await query('DELETE FROM passkey WHERE id = $1 AND user_id = $2 RETURNING 1', [id, self.userId])
    if (removed.length === 0) throw notThere()
    const [way] = await query(
      'SELECT 1 FROM passkey WHERE user_id = $1 UNION ALL SELECT 1 FROM account WHERE user_id = $1 LIMIT 1',
      [self.userId],
    )
    if (!person?.password_hash && !way) throw new Refusal('conflict', 'This is your only way in. Add a password first.')
    await tellByMail(query, settings, self.userId, 'passkey-removed')
  })
}

const notThere = () => new Refusal('not_found', 'There is no such passkey.')
