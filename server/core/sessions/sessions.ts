import { randomUUID } from 'node:crypto'
import { Refusal } from '#protocol/errors.ts'
import { WAKE_CHANNEL } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'
import { deviceOf } from './device.ts'
import { type LiveSession, requireLiveSession } from './live-session.ts'

const USER_AGENT_MAX = 400

/** Where somebody signs in from. `address` and `userAgent` are null where the caller has none (the command line). */
export type Device = { userAgent: string | null; address: string | null }

/** Why a session ended, as stored with it. */
export type EndReason = 'signed_out' | 'revoked' | 'password' | 'role'

/** Starts a session that lasts `days` days after its last use. Each sign-in has a row and an id of its own [A10]. */
export async function createSession(
  query: Query,
  input: Device & { userId: string; days: number },
): Promise<{ id: string; version: number; expiresAt: Date }> {
  const [row] = await query<{ id: string; version: number; expires_at: Date }>(
    `INSERT INTO session (id, user_id, device, user_agent, address, expires_at)
     VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => $6)) RETURNING id, version, expires_at`,
    [
      randomUUID(),
      input.userId,
      deviceOf(input.userAgent),
      input.userAgent?.slice(0, USER_AGENT_MAX) ?? null,
      input.address,
      input.days,
    ],
  )
  return { id: row!.id, version: row!.version, expiresAt: row!.expires_at }
}

/** The session if it may act now, else null: ended, expired, of another version, or its person banned or deactivated. */
export async function findSession(query: Query, userId: string, id: string, version: number): Promise<LiveSession | null> {
  try {
    return await requireLiveSession(query, { userId, sessionId: id, sessionVersion: version })
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Notes that a session was used and lets it last `days` days from now. Writes once a minute at most. */
export async function touchSession(query: Query, id: string, days: number): Promise<void> {
  await query(
    `UPDATE session SET last_used_at = now(), expires_at = now() + make_interval(days => $2)
     WHERE id = $1 AND ended_at IS NULL AND expires_at > now() AND last_used_at < now() - interval '1 minute'`,
    [id, days],
  )
}

const END = `
  ended AS (
    UPDATE session s SET ended_at = now(), ended_reason = $2, version = version + 1
    FROM chosen WHERE s.id = chosen.id RETURNING s.id, s.user_id)
  SELECT id, pg_notify('${WAKE_CHANNEL}', json_build_object('session', id, 'person', user_id, 'reason', 'revoked')::text) FROM ended`

/** Ends one session; every socket host hears of it when that is committed [A11]. Ending it again does nothing. */
export async function endSession(query: Query, id: string, reason: EndReason = 'signed_out'): Promise<void> {
  await query(`WITH chosen AS (SELECT id FROM session WHERE id = $1 AND ended_at IS NULL FOR UPDATE), ${END}`, [id, reason])
}

/** Ends all sessions of a person, but `except` if it is given. Answers how many those were [A11]. */
export async function endSessions(query: Query, userId: string, reason: EndReason = 'revoked', except?: string): Promise<number> {
  const ended = await query(
    `WITH chosen AS (
       SELECT id FROM session WHERE user_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $3::uuid ORDER BY id FOR UPDATE), ${END}`,
    [userId, reason, except ?? null],
  )
  return ended.length
}

/** One place a person is signed in at. */
export type SessionInfo = {
  id: string
  device: string
  address: string | null
  createdAt: Date
  lastUsedAt: Date
  expiresAt: Date
}

/** Where a person is signed in now, the latest used first. */
export async function listSessions(query: Query, userId: string): Promise<SessionInfo[]> {
  return query<SessionInfo>(
    `SELECT id, device, address, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"
     FROM session WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now() ORDER BY last_used_at DESC, id`,
    [userId],
  )
}
