import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { UNDO_DAYS } from '#protocol/limits.ts'
import type { ActionDone } from '#protocol/moderation.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { audit } from '../audit/audit.ts'
import { noSuchCase } from '../cases/row.ts'
import { lockCase, noteEvent } from '../cases/store.ts'
import { findPower, isAbove, type Power, requireAbove, requireRight } from '../policy/power.ts'
import { lockRooms } from '../standing/standing.ts'
import { roomsOf, takeBack } from './inverse.ts'
import { type ActionRow, listActions, toActionDone } from './row.ts'

const IN_TIME = `a.inverse IS NOT NULL AND a.undone_at IS NULL AND a.at > now() - interval '${UNDO_DAYS} days'`

/**
 * Takes one act of a decision back, within 30 days of it [MO7]. Refuses `not_found`, `forbidden` (an act of somebody higher, or on somebody
 * who is not below) and `conflict` (taken back already, too late, or never to be).
 */
export const undo = (pool: pg.Pool, actor: Actor, actionId: string, why: string): Promise<ActionDone> =>
  transaction(pool, async (query) => {
    const power = await findPower(query, actor, true)
    const [known] = await query<{ case_id: string }>('SELECT case_id FROM mod_action WHERE id = $1', [actionId])
    if (!known) throw noSuchCase()
    const row = await lockCase(query, power, known.case_id, null)
    const [action] = await query<ActionRow & { in_time: boolean }>(
      `SELECT a.*, (${IN_TIME}) AS in_time FROM mod_action a WHERE a.id = $1`,
      [actionId],
    )
    if (!action) throw noSuchCase()
    requireRight(power, 'undo', row.law_room)
    await requireNotOf(query, power, action.by_id)
    if (action.user_id) await requireAbove(query, power, action.user_id, row.law_room)
    if (action.undone_at) throw new Refusal('conflict', 'This was taken back already.')
    if (!action.in_time) throw new Refusal('conflict', `This can’t be taken back${action.inverse ? ' any more' : ''}.`)
    await undoThese(query, [action], power.id)
    await noteEvent(query, row.id, power.id, 'undone', { did: action.act, why })
    const about = { kind: 'case' as const, id: row.id, userId: action.user_id, roomId: row.law_room }
    await audit(query, { by: power, act: 'case:undo', ...about, before: { did: action.act }, why })
    const [after] = (await listActions(query, 'decision_key', action.decision_key)).filter((one) => one.id === actionId)
    if (!after) throw new Error('an act was gone')
    return toActionDone(after)
  })

/** Runs the inverses of these acts, the last one first, under the locks they need, and marks them. */
export async function undoThese(query: Query, actions: readonly ActionRow[], byId: string): Promise<void> {
  const open = actions.filter((one) => one.inverse && !one.undone_at)
  const rooms = open.flatMap((one) => (one.inverse ? roomsOf(one.inverse) : []))
  const related = await query<{ id: string }>(
    `SELECT id FROM room WHERE parent_room_id = ANY ($1) UNION SELECT parent_room_id FROM room WHERE id = ANY ($1) AND parent_room_id IS NOT NULL`,
    [rooms],
  )
  await lockRooms(query, [...rooms, ...related.map(({ id }) => id)])
  for (const action of [...open].reverse()) {
    if (action.inverse) await takeBack(query, action.inverse)
    await query("UPDATE mod_action SET undone_at = date_trunc('milliseconds', clock_timestamp()), undone_by = $2 WHERE id = $1", [
      action.id,
      byId,
    ])
    await query(
      `UPDATE mod_case c SET hidden = EXISTS (SELECT 1 FROM message m WHERE m.room_id = c.target_room AND m.id = c.target_id AND m.hidden_at IS NOT NULL)
       WHERE c.id = $1 AND c.kind = 'message'`,
      [action.case_id],
    )
  }
}

/** Nobody takes back what somebody of a higher role did. */
export async function requireNotOf(query: Query, power: Power, byId: string | null): Promise<void> {
  if (byId === null || byId === power.id) return
  if (await isAbove(query, byId, power)) throw new Refusal('forbidden', 'Somebody of a higher role decided that.')
}

/**
 * What moderators deleted is kept for 30 days to be taken back, then it goes, with its files [MO7]. Answers how many acts that
 * were.
 */
export async function purge(pool: pg.Pool): Promise<number> {
  const query = queryOn(pool)
  const rows = await query<{ room_id: string | null; message_id: string | null; act: string; kept: boolean }>(
    `UPDATE mod_action SET inverse = NULL WHERE id IN (
       SELECT id FROM mod_action WHERE inverse IS NOT NULL AND at <= now() - interval '${UNDO_DAYS} days' ORDER BY at LIMIT 500)
     RETURNING room_id, message_id, act, undone_at IS NULL AS kept`,
  )
  for (const row of rows.filter((one) => one.act === 'delete' && one.kept && one.message_id))
    await query(
      `UPDATE attachment a SET removed_at = clock_timestamp(), position = NULL FROM message m
       WHERE a.room_id = $1 AND a.message_id = $2 AND m.room_id = $1 AND m.id = $2 AND m.deleted_at IS NOT NULL AND a.removed_at IS NULL`,
      [row.room_id, row.message_id],
    )
  return rows.length
}
