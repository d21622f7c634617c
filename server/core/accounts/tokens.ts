import { createHash, randomBytes } from 'node:crypto'
import type { Query } from '#server/database/transaction.ts'

/** What a token is good for. One of one purpose is nothing to another. */
export type Purpose = 'reset' | 'email' | 'second-step' | 'sign-in' | 'passkey'

type Held = { userId: string | null; data: Record<string, unknown> }

/** 256 bits: nobody guesses one, so a fast hash keeps it. */
const BYTES = 32
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/** Makes a token that works once within `minutes`. Only its hash is kept [AW1]. */
export async function mintToken(
  query: Query,
  wanted: { purpose: Purpose; minutes: number; userId?: string; data?: Record<string, unknown> },
): Promise<{ token: string; expiresAt: Date }> {
  await forgetEnded(query)
  const token = randomBytes(BYTES).toString('base64url')
  const [row] = await query<{ expires_at: Date }>(
    `INSERT INTO one_time_token (hash, purpose, user_id, data, expires_at)
     VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5)) RETURNING expires_at`,
    [hashOf(token), wanted.purpose, wanted.userId ?? null, JSON.stringify(wanted.data ?? {}), wanted.minutes],
  )
  return { token, expiresAt: row!.expires_at }
}

/** What a token stands for, without using it up; null for one that never was, was used, or has ended. */
export async function findToken(query: Query, purpose: Purpose, token: string): Promise<Held | null> {
  const [row] = await query<Held>(
    `SELECT user_id AS "userId", data FROM one_time_token WHERE hash = $1 AND purpose = $2 AND expires_at > now()`,
    [hashOf(token), purpose],
  )
  return row ?? null
}

/** The same, and it works no more. Of several who use it at once one has it. */
export async function spendToken(query: Query, purpose: Purpose, token: string): Promise<Held | null> {
  const [row] = await query<Held>(
    `DELETE FROM one_time_token WHERE hash = $1 AND purpose = $2 AND expires_at > now() RETURNING user_id AS "userId", data`,
    [hashOf(token), purpose],
  )
  return row ?? null
}

/** Takes back all tokens of a person, or those of one purpose. */
export const dropTokens = (query: Query, userId: string, purpose: Purpose | null = null) =>
  query('DELETE FROM one_time_token WHERE user_id = $1 AND ($2::text IS NULL OR purpose = $2)', [userId, purpose])

/** Each one that is made clears away more than it leaves. */
const forgetEnded = (query: Query) =>
  query(
    `DELETE FROM one_time_token WHERE hash IN
       (SELECT hash FROM one_time_token WHERE expires_at < now() ORDER BY hash LIMIT 20 FOR UPDATE SKIP LOCKED)`,
  )
