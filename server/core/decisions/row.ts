import { UNDO_DAYS } from '#protocol/limits.ts'
import type { ActionDone } from '#protocol/moderation.ts'
import type { Query } from '#server/database/transaction.ts'
import type { Inverse } from './inverse.ts'

export type ActionRow = {
  id: string
  act: string
  at: Date
  case_id: string
  decision_key: string
  by_id: string
  user_id: string | null
  room_id: string | null
  sanction_id: string | null
  inverse: Inverse | null
  undone_at: Date | null
  undone_by: string | null
}

const UNDO_MS = UNDO_DAYS * 86_400_000

export const toActionDone = (row: ActionRow): ActionDone => ({
  ...{ id: row.id, do: row.act, at: row.at.toISOString(), byId: row.by_id },
  ...(row.user_id ? { userId: row.user_id } : {}),
  ...(row.sanction_id ? { sanctionId: row.sanction_id } : {}),
  ...(row.inverse && !row.undone_at ? { undoUntil: new Date(row.at.getTime() + UNDO_MS).toISOString() } : {}),
  ...(row.undone_at ? { undoneAt: row.undone_at.toISOString() } : {}),
  ...(row.undone_by ? { undoneById: row.undone_by } : {}),
})

const ACTIONS_MAX = 100

export async function listActions(
  query: Query,
  by: 'case_id' | 'decision_key' | 'sanction_id',
  id: string,
): Promise<ActionRow[]> {
  return query<ActionRow>(`SELECT * FROM mod_action WHERE ${by} = $1 ORDER BY at, id LIMIT ${ACTIONS_MAX}`, [id])
}
