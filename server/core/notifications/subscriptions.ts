import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import type { PushSubscriptionGiven } from '#protocol/notifications.ts'
import { type Query, transaction } from '#server/database/transaction.ts'

/** Where one browser is reached. */
export type Reached = PushSubscriptionGiven & { id: string; userId: string; sessionId: string }

const REACHED = `p.id, p.user_id AS "userId", p.session_id AS "sessionId", p.endpoint, p.p256dh, p.auth, p.server_key AS "serverKey"
  FROM push_subscription p JOIN session s ON s.id = p.session_id AND s.ended_at IS NULL AND s.expires_at > now()`

/**
 * The session's browser is reached there from now on. A browser has one endpoint, whoever is signed in in it: it goes with the
 * latest session. What was written before in the person's rooms is told to nobody.
 */
export const subscribe = (pool: pg.Pool, userId: string, sessionId: string, given: PushSubscriptionGiven): Promise<void> =>
  transaction(pool, async (query) => {
    await query('DELETE FROM push_subscription WHERE session_id = $1 OR endpoint = $2', [sessionId, given.endpoint])
    await query(
      `INSERT INTO push_subscription (id, session_id, user_id, endpoint, p256dh, auth, server_key) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [uuidv7(), sessionId, userId, given.endpoint, given.p256dh, given.auth, given.serverKey],
    )
    await query(
      `INSERT INTO notify_cursor (room_id, seq) SELECT h.room_id, h.last_seq FROM membership ms JOIN room_head h ON h.room_id = ms.room_id
       WHERE ms.user_id = $1 AND ms.left_at IS NULL ORDER BY h.room_id ON CONFLICT DO NOTHING`,
      [userId],
    )
  })

export const unsubscribe = (query: Query, sessionId: string) =>
  query('DELETE FROM push_subscription WHERE session_id = $1', [sessionId])

/** It is there no more: the push service said so. One that was made anew meanwhile stays. */
export const forgetSubscription = (query: Query, id: string) => query('DELETE FROM push_subscription WHERE id = $1', [id])

/** Where a session's browser is reached; null for nowhere, and once the session is over. */
export async function findSubscription(query: Query, sessionId: string): Promise<Reached | null> {
  const [row] = await query<Reached>(`SELECT ${REACHED} WHERE p.session_id = $1`, [sessionId])
  return row ?? null
}

export async function findReached(query: Query, id: string): Promise<Reached | null> {
  const [row] = await query<Reached>(`SELECT ${REACHED} WHERE p.id = $1`, [id])
  return row ?? null
}
