import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { ENDING_HOURS, PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Sanction } from '#protocol/moderation.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { audit } from '../audit/audit.ts'
import { requireNotOf } from '../decisions/undo.ts'
import { findPower, isEverywhere, may, type Power, requireAbove } from '../policy/power.ts'
import { IS_LIVE, type SanctionRow, sanctionColumns, toSanction } from './row.ts'
import { lift, lockRooms, roomsConcerned } from './standing.ts'

export type SanctionsWanted = {
  which?: 'active' | 'ending' | 'all' | undefined
  userId?: string | undefined
  inRoom?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

const WHICH = {
  active: IS_LIVE,
  ending: `${IS_LIVE} AND z.expires_at < now() + interval '${ENDING_HOURS} hours'`,
  all: 'true',
}
const noSuchSanction = () => new Refusal('not_found', 'There is no such sanction.')

/** Sanctions that somebody may see: all, or those in rooms they govern. The latest first; those that end soon by their end. */
export async function listSanctions(
  query: Query,
  power: Power,
  wanted: SanctionsWanted,
): Promise<{ sanctions: Sanction[]; next?: string }> {
  const limit = wanted.limit ?? PAGE_DEFAULT
  const which = wanted.which ?? 'active'
  const [place, order, after] = which === 'ending' ? ['z.expires_at', 'ASC', '>'] : ['z.starts_at', 'DESC', '<']
  const { at, id } = readCursor(wanted.cursor)
  const rows = await query<SanctionRow>(
    `SELECT ${sanctionColumns} FROM sanction z
     WHERE ${WHICH[which]} AND ($1 OR z.room_id = ANY ($2)) AND z.user_id <> $3 AND ($4::uuid IS NULL OR z.user_id = $4)
       AND ($5::uuid IS NULL OR z.room_id = $5) AND ($6::timestamptz IS NULL OR ${place} ${after} $6 OR ${place} = $6 AND z.id > $7::uuid)
     ORDER BY ${place} ${order}, z.id LIMIT $8`,
    [isEverywhere(power, 'sanctions'), power.rooms, power.id, wanted.userId ?? null, wanted.inRoom ?? null, at, id, limit + 1],
  )
  const page = rows.slice(0, limit)
  const end = page.at(-1)
  const at_ = which === 'ending' ? end?.expires_at : end?.starts_at
  return {
    sanctions: page.map(toSanction),
    ...(rows.length > limit && end && at_ ? { next: `${at_.toISOString()}|${end.id}` } : {}),
  }
}

function readCursor(cursor: string | undefined): { at: string | null; id: string | null } {
  if (cursor === undefined) return { at: null, id: null }
  const [at = '', id = ''] = cursor.split('|')
  if (
    /^\d{4}-\d\d-\d\dT[\d:.]{1,20}Z$/.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  )
    return { at, id }
  throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
}

export async function readSanction(query: Query, id: string): Promise<SanctionRow> {
  const [row] = await query<SanctionRow>(`SELECT ${sanctionColumns} FROM sanction z WHERE z.id = $1`, [id])
  if (!row) throw noSuchSanction()
  return row
}

/** The sanction, under its rooms' locks, for who may change it. */
async function lockSanction(query: Query, power: Power, id: string): Promise<SanctionRow> {
  const row = await readSanction(query, id)
  if (row.user_id === power.id || !may(power, 'sanctions', row.room_id)) throw noSuchSanction()
  await requireNotOf(query, power, row.by_id)
  await requireAbove(query, power, row.user_id, row.room_id)
  await lockRooms(query, await roomsConcerned(query, row.user_id, row.room_id))
  await query('SELECT 1 FROM sanction WHERE id = $1 FOR UPDATE', [id])
  const now = await readSanction(query, id)
  if (!now.active) throw new Refusal('conflict', 'This sanction is over already.')
  return now
}

/** Has a sanction that counts end sooner, later, or never (null). Refuses `not_found`, `forbidden`, `conflict` and `invalid`. */
export const changeEnd = (pool: pg.Pool, actor: Actor, id: string, end: Date | null, why: string): Promise<Sanction> =>
  transaction(pool, async (query) => {
    const power = await findPower(query, actor, true)
    const row = await lockSanction(query, power, id)
    if (end && (Number.isNaN(end.getTime()) || end.getTime() <= Date.now()))
      throw new Refusal('invalid', 'This end is not ahead.', { fields: { endsAt: 'must be ahead' } })
    await setEnd(query, row, end)
    await audit(query, {
      ...{ by: power, act: 'sanction:change', kind: 'sanction', id, userId: row.user_id, roomId: row.room_id, why },
      ...{ before: row.expires_at, after: end },
    })
    return toSanction(await readSanction(query, id))
  })

/** Inside a transaction; whom it concerns and moderators are told. */
export async function setEnd(query: Query, row: SanctionRow, end: Date | null): Promise<void> {
  await query('UPDATE sanction SET expires_at = $2 WHERE id = $1', [row.id, end])
  await notify(query, { person: row.user_id })
  await notify(query, { mod: { sanction: row.id } })
}

/** Ends a sanction that counts now. Refuses as `changeEnd` does. */
export const liftFor = (pool: pg.Pool, actor: Actor, id: string, why: string): Promise<Sanction> =>
  transaction(pool, async (query) => {
    const power = await findPower(query, actor, true)
    const row = await lockSanction(query, power, id)
    await lift(query, id)
    await audit(query, {
      ...{ by: power, act: 'sanction:lift', kind: 'sanction', id, userId: row.user_id, roomId: row.room_id, why },
    })
    return toSanction(await readSanction(query, id))
  })
