import { Refusal } from '#protocol/errors.ts'
import { LATER_MAX_MS } from '#protocol/limits.ts'
import { notify } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'

/** What one person has is changed one after the other: the person's clock is locked first, moved on, and told when this commits [W2]. */
export async function stampPerson(query: Query, userId: string): Promise<number> {
  const [row] = await query<{ me_rev: number }>('UPDATE user_head SET me_rev = me_rev + 1 WHERE user_id = $1 RETURNING me_rev', [
    userId,
  ])
  if (!row) throw new Error('a person without a clock')
  await notify(query, { person: userId })
  return row.me_rev
}

/** A time to come, at most a year ahead. Refuses `invalid`. What was meant for this very moment may have passed on its way. */
export function requireComing(at: string): Date {
  const ms = Date.parse(at)
  const ahead = ms - Date.now()
  if (ahead < -PAST_MS) throw new Refusal('invalid', 'This time is over already.', { fields: { at: 'is over' } })
  if (ahead > LATER_MAX_MS) throw new Refusal('invalid', 'At most a year ahead.', { fields: { at: 'is too far ahead' } })
  return new Date(ms)
}
const PAST_MS = 60_000

/** Where a page of something ordered by a number starts. */
export function readOffset(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,15}$/.test(cursor)) throw noSuchPage()
  return Number(cursor)
}
export const noSuchPage = () => new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
