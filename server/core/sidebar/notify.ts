import type pg from 'pg'
import type { NotifyLevel, User } from '#protocol/models.ts'
import type { Preferences } from '#protocol/sidebar.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { readMarks } from '../people/marks.ts'
import { requireMember } from '../rooms/access.ts'
import { stampMembership } from '../rooms/clocks.ts'

/**
 * What a person ($2) hears of a room (`r`) they chose nothing for: their default in channels, everything in direct rooms
 * and in threads they follow. `membership.notify` always holds what counts.
 */
export const defaultLevel = `CASE WHEN r.kind IN ('PUBLIC', 'PRIVATE')
  THEN coalesce((SELECT d.notify FROM notify_default d WHERE d.user_id = $2), 'all') ELSE 'all' END`

/** How much of the room this person wants to be told of; `default` follows their default from now on. Members only. */
export async function setNotify(pool: pg.Pool, user: User, roomId: string, level: NotifyLevel | 'default'): Promise<void> {
  await requireMember(queryOn(pool), roomId, user)
  const own = level !== 'default'
  await transaction(pool, async (query) => {
    const rows = await query(
      `UPDATE membership ms SET notify = coalesce($3::notify_level, ${defaultLevel}), notify_own = $4
       FROM room r WHERE r.id = ms.room_id AND ms.room_id = $1 AND ms.user_id = $2 AND ms.left_at IS NULL
         AND (ms.notify, ms.notify_own) IS DISTINCT FROM (coalesce($3::notify_level, ${defaultLevel}), $4) RETURNING 1`,
      [roomId, user.id, own ? level : null, own],
    )
    if (rows.length > 0) await stampMembership(query, roomId, user.id)
  })
}

/** Sets a person's default. The channels that follow it change with it, each as a change of its own. */
export async function setDefaultNotify(pool: pg.Pool, userId: string, level: NotifyLevel): Promise<void> {
  await transaction(pool, async (query) => {
    const rooms = await query<{ room_id: string }>(
      `SELECT ms.room_id FROM membership ms JOIN room r ON r.id = ms.room_id
       WHERE ms.user_id = $1 AND NOT ms.notify_own AND ms.notify <> $2::notify_level AND r.kind IN ('PUBLIC', 'PRIVATE')
       ORDER BY ms.room_id FOR NO KEY UPDATE OF ms`,
      [userId, level],
    )
    const ids = rooms.map((row) => row.room_id)
    const [head] = await query<{ base: number }>(
      'UPDATE user_head SET me_rev = me_rev + $2 WHERE user_id = $1 RETURNING me_rev - $2 AS base',
      [userId, ids.length + 1],
    )
    const base = head?.base ?? 0
    await query(
      `UPDATE membership ms SET notify = $2::notify_level, me_rev = $3 + w.ord
       FROM unnest($4::uuid[]) WITH ORDINALITY w (id, ord) WHERE ms.user_id = $1 AND ms.room_id = w.id`,
      [userId, level, base, ids],
    )
    await query(
      `INSERT INTO notify_default (user_id, notify, me_rev) VALUES ($1, $2::notify_level, $3)
       ON CONFLICT (user_id) DO UPDATE SET notify = excluded.notify, me_rev = excluded.me_rev`,
      [userId, level, base + ids.length + 1],
    )
    await notify(query, { person: userId })
  })
}

/** What a person set for all rooms, and their clock at its latest change. */
export async function readPreferences(query: Query, userId: string): Promise<{ preferences: Preferences; meRev: number }> {
  const [row] = await query<{ notify: NotifyLevel; me_rev: number }>(
    'SELECT notify, me_rev FROM notify_default WHERE user_id = $1',
    [userId],
  )
  const { blocked, muted, meRev } = await readMarks(query, userId)
  return {
    preferences: {
      notify: row?.notify ?? 'all',
      ...(blocked.length > 0 ? { blocked } : {}),
      ...(muted.length > 0 ? { muted } : {}),
    },
    meRev: Math.max(row?.me_rev ?? 0, meRev),
  }
}
