import type { Query } from '#server/database/transaction.ts'
import type { RefusedStatus } from '../messages/log/outcome.ts'
import { refuse } from '../messages/refusals.ts'

/** Whoever may not write there now puts no byte there either: refuses as a send is refused [E1]. */
export async function requireStanding(
  query: Query,
  actor: { user: { id: string }; sessionId: string | null },
  lawId: string,
): Promise<void> {
  const [row] = await query<{ refused: RefusedStatus | null }>(
    'SELECT parley_standing($1, $2, $3, clock_timestamp()) AS refused',
    [actor.user.id, actor.sessionId, lawId],
  )
  if (row?.refused) throw refuse(row.refused)
}
