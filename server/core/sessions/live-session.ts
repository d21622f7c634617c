import { Refusal } from '#protocol/errors.ts'
import type { User } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { banned, globalBan, type PersonRow, personColumns, toUser } from './person.ts'
import type { SocketClaims } from './socket-token.ts'

/** A sign-in that may act now. `expiresAt` is when the session ends if it is not used again. */
export type LiveSession = { user: User; sessionId: string; sessionVersion: number; expiresAt: Date }

type Row = PersonRow & { version: number | null; expires_at: Date | null; is_live: boolean | null }

/**
 * The session that `claims` name, read from the database, so that what ended a moment ago is not let in.
 * Refuses with `banned` (`fields.until` is the ISO time at which it ends, absent when it does not), and with
 * `unauthorized` when the session ended, expired or has another version, or the person was deactivated [A11, A12].
 */
export async function requireLiveSession(query: Query, claims: SocketClaims): Promise<LiveSession> {
  const [row] = await query<Row>(
    `SELECT ${personColumns}, s.version, s.expires_at, (s.ended_at IS NULL AND s.expires_at > now()) AS is_live
     FROM users u
     LEFT JOIN session s ON s.id = $1 AND s.user_id = u.id
     ${globalBan}
     WHERE u.id = $2`,
    [claims.sessionId, claims.userId],
  )
  if (row?.is_banned) throw banned(row.banned_until)
  if (!row?.is_live || !row.expires_at || row.version !== claims.sessionVersion || row.deactivated_at) {
    throw new Refusal('unauthorized', 'You are signed out. Sign in again.')
  }
  return { user: toUser(row), sessionId: claims.sessionId, sessionVersion: claims.sessionVersion, expiresAt: row.expires_at }
}
