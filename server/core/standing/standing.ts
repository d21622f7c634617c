import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import { type Auditor, audit } from '../audit/audit.ts'

export type SanctionWanted = {
  userId: string
  roomId: string | null
  kind: 'ban' | 'mute'
  reason?: string
  expiresAt?: Date
  by?: Auditor
}

const LIVE = 'lifted_at IS NULL AND starts_at <= now() AND (expires_at IS NULL OR expires_at > now())'

/**
 * Puts a sanction on somebody, in one room or everywhere (`roomId` null), and answers its id. It first takes the locks
 * of the rooms concerned, so every message is either committed before it or refused by it [W3].
 */
export async function sanction(pool: pg.Pool, wanted: SanctionWanted): Promise<string> {
  const id = uuidv7()
  await transaction(pool, async (query) => {
    await query(
      `SELECT 1 FROM room_head WHERE room_id IN (
         SELECT room_id FROM membership WHERE user_id = $1 AND left_at IS NULL AND ($2::uuid IS NULL OR room_id = $2))
       ORDER BY room_id FOR NO KEY UPDATE`,
      [wanted.userId, wanted.roomId],
    )
    await query(
      'INSERT INTO sanction (id, user_id, room_id, kind, reason, expires_at) VALUES ($1, $2, $3, $4::sanction_kind, $5, $6)',
      [id, wanted.userId, wanted.roomId, wanted.kind, wanted.reason ?? null, wanted.expiresAt ?? null],
    )
    const isEnd = wanted.kind === 'ban' && !wanted.roomId
    const until = wanted.expiresAt?.toISOString()
    await notify(query, { person: wanted.userId, ...(isEnd ? { reason: 'banned' } : {}), ...(isEnd && until ? { until } : {}) })
    await audit(query, {
      ...{ by: wanted.by ?? 'operator', act: 'sanction:add', kind: 'sanction', id, userId: wanted.userId, roomId: wanted.roomId },
      ...{ after: { kind: wanted.kind, until: until ?? null }, why: wanted.reason },
    })
  })
  return id
}

/** Ends a sanction before its time. */
export async function liftSanction(pool: pg.Pool, id: string, by: Auditor = 'operator'): Promise<void> {
  await transaction(pool, async (query) => {
    const [row] = await query<{ user_id: string }>(
      'UPDATE sanction SET lifted_at = now() WHERE id = $1 AND lifted_at IS NULL RETURNING user_id',
      [id],
    )
    if (!row) return
    await notify(query, { person: row.user_id })
    await audit(query, { by, act: 'sanction:lift', kind: 'sanction', id, userId: row.user_id })
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
