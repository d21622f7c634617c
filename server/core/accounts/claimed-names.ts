import type { Query } from '#server/database/transaction.ts'

/** Takes the lock under which a name is looked for among usernames and groups before it is given out: they share one space [G1]. */
export const lockName = (query: Query, skeleton: string) =>
  query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7026002))', [skeleton])

/** Whether a person's or a group's name has this skeleton. `but`: a group that may have it, its own. */
export async function isNameTaken(query: Query, skeleton: string, but: string | null = null): Promise<boolean> {
  const [row] = await query<{ taken: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM users WHERE skeleton = $1)
       OR EXISTS (SELECT 1 FROM user_group WHERE skeleton = $1 AND deleted_at IS NULL AND id IS DISTINCT FROM $2::uuid) AS taken`,
    [skeleton, but],
  )
  return row?.taken ?? false
}
