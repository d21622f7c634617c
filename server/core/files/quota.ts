import { Refusal } from '#protocol/errors.ts'
import type { Query } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { storageFull } from './storing.ts'

const MB = 1_000_000

/** Refuses where a file of `size` bytes would pass one's quota (`conflict`) or the server's (`unavailable`: it may wait) [E5]. */
export async function requireSpace(
  query: Query,
  userId: string,
  size: number,
  env: Pick<Env, 'UPLOAD_QUOTA_MB' | 'UPLOAD_TOTAL_MB'>,
): Promise<void> {
  await query('INSERT INTO attachment_usage (user_id) VALUES ($1) ON CONFLICT DO NOTHING', [userId])
  // Of files begun at once each counts those before it.
  const [own] = await query<{ bytes: number }>('SELECT bytes FROM attachment_usage WHERE user_id = $1 FOR UPDATE', [userId])
  if ((own?.bytes ?? 0) + size > env.UPLOAD_QUOTA_MB * MB)
    throw new Refusal(
      'conflict',
      `Your files may take ${env.UPLOAD_QUOTA_MB} MB together, and this one does not fit. Delete messages with files that you no longer need.`,
    )
  if (env.UPLOAD_TOTAL_MB === 0) return
  const [all] = await query<{ bytes: number }>('SELECT coalesce(sum(bytes), 0)::int8 AS bytes FROM attachment_usage')
  if ((all?.bytes ?? 0) + size > env.UPLOAD_TOTAL_MB * MB) throw storageFull()
}
