import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import { type Auditor, audit } from '../audit/audit.ts'

export type SanctionWanted = {
  userId: string
  roomId: string | null
  kind: 'ban' | 'mute' | 'warn'
  reason?: string | undefined
  expiresAt?: Date | undefined
  clause?: string | undefined
  caseId?: string | undefined
  /** Who decided it; the operator of the machine when left out. */
  by?: Auditor
}

const LIVE = 'lifted_at IS NULL AND starts_at <= now() AND (expires_at IS NULL OR expires_at > now())'

/** The rooms in which somebody's messages must be committed before a sanction or be refused by it [W3]. */
export const roomsConcerned = async (query: Query, userId: string, roomId: string | null): Promise<string[]> =>
  (
    await query<{ room_id: string }>(
      'SELECT room_id FROM membership WHERE user_id = $1 AND left_at IS NULL AND ($2::uuid IS NULL OR room_id = $2)',
      [userId, roomId],
    )
  ).map((row) => row.room_id)

/** The locks under which everything about these rooms is changed, in order [W1]. */
export const lockRooms = (query: Query, roomIds: readonly string[]) =>
  query('SELECT 1 FROM room_head WHERE room_id = ANY ($1) ORDER BY room_id FOR NO KEY UPDATE', [[...new Set(roomIds)]])

/** Puts a sanction on somebody inside a transaction that holds those locks, and answers its id. A warning ends as it starts. */
export async function impose(query: Query, wanted: SanctionWanted): Promise<string> {
  const id = uuidv7()
  const { by } = wanted
  await query(
    `INSERT INTO sanction (id, user_id, room_id, kind, reason, clause, case_id, by_id, starts_at, expires_at)
     SELECT $1, $2, $3, $4::sanction_kind, $5, $6, $7, $8, at, CASE WHEN $4 = 'warn' THEN at ELSE $9::timestamptz END
     FROM date_trunc('milliseconds', now()) at`,
    [
      ...[id, wanted.userId, wanted.roomId, wanted.kind, wanted.reason ?? null, wanted.clause ?? null, wanted.caseId ?? null],
      ...[typeof by === 'object' ? by.id : null, wanted.expiresAt ?? null],
    ],
  )
  const isEnd = wanted.kind === 'ban' && !wanted.roomId
  const until = wanted.expiresAt?.toISOString()
  await notify(query, { person: wanted.userId, ...(isEnd ? { reason: 'banned' } : {}), ...(isEnd && until ? { until } : {}) })
  await notify(query, { mod: { sanction: id } })
  return id
}

/** What the audit says of a sanction that was imposed. */
export const auditOfSanction = (id: string, wanted: SanctionWanted) => ({
  ...{ by: wanted.by ?? ('operator' as const), act: 'sanction:add' as const, kind: 'sanction' as const, id },
  ...{ userId: wanted.userId, roomId: wanted.roomId, why: wanted.reason },
  after: { kind: wanted.kind, until: wanted.expiresAt?.toISOString() ?? null, clause: wanted.clause ?? null },
})

/**
 * Puts a sanction on somebody, in one room or everywhere (`roomId` null), and answers its id. It first takes the locks
 * of the rooms concerned, so every message is either committed before it or refused by it [W3].
 */
export async function sanction(pool: pg.Pool, wanted: SanctionWanted): Promise<string> {
  return transaction(pool, async (query) => {
    await lockRooms(query, await roomsConcerned(query, wanted.userId, wanted.roomId))
    const id = await impose(query, wanted)
    await audit(query, auditOfSanction(id, wanted))
    return id
  })
}

/** Ends a sanction before its time, inside a transaction. Answers whose it was, or null when it was lifted already. */
export async function lift(query: Query, id: string): Promise<string | null> {
  const [row] = await query<{ user_id: string }>(
    'UPDATE sanction SET lifted_at = now() WHERE id = $1 AND lifted_at IS NULL RETURNING user_id',
    [id],
  )
  if (!row) return null
  await notify(query, { person: row.user_id })
  await notify(query, { mod: { sanction: id } })
  return row.user_id
}

/** The same, by itself. */
export async function liftSanction(pool: pg.Pool, id: string, by: Auditor = 'operator'): Promise<void> {
  await transaction(pool, async (query) => {
    const userId = await lift(query, id)
    if (userId) await audit(query, { by, act: 'sanction:lift', kind: 'sanction', id, userId })
  })
}

/** Refuses `banned` for somebody who is banned from the room or from everywhere. */
export async function requireUnbanned(query: Query, userId: string, roomId: string): Promise<void> {
  const [ban] = await query(
    `SELECT 1 FROM sanction WHERE user_id = $1 AND kind = 'ban' AND (room_id IS NULL OR room_id = $2) AND ${LIVE}`,
    [userId, roomId],
  )
  if (ban) throw new Refusal('banned', 'They are banned here.')
}
