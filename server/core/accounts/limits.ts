import { createHash } from 'node:crypto'
import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { EMAIL_CHANGES_HOUR, EXPORTS_HOUR, RESETS_PER_ADDRESS_HOUR, RESETS_PER_EMAIL_HOUR } from '#protocol/limits.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { addressGroup } from './address-group.ts'

/** At most `points` tries of one key within `seconds` after the first of them. */
export type Limit = { key: string; points: number; seconds: number }

export type LimitSettings = Pick<Env, 'LIMIT_SIGN_IN_FAILURES' | 'LIMIT_REGISTRATIONS_PER_HOUR'>

const QUARTER = 900
const HOUR = 3_600
/** Per address and per account there is room for several people, or several devices, that mistype. */
const PER_ADDRESS = 10
const PER_ACCOUNT = 20
/** Asking is no failed try. */
const PER_PASSKEY_ADDRESS = 60

const digest = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22)

const accountKey = (username: string) => `sign-in account ${digest(username)}`
const pairPrefix = (username: string) => `sign-in pair ${digest(username)} `

/** What counts a failed sign-in, the account at this address first [A6]. */
export function signInLimits(settings: LimitSettings, username: string, address: string | null): Limit[] {
  const few = settings.LIMIT_SIGN_IN_FAILURES
  const from = address === null ? '-' : addressGroup(address)
  return [
    { key: pairPrefix(username) + from, points: few, seconds: QUARTER },
    { key: accountKey(username), points: few * PER_ACCOUNT, seconds: HOUR },
    ...(address === null ? [] : [{ key: `sign-in address ${from}`, points: few * PER_ADDRESS, seconds: HOUR }]),
  ]
}

/** What counts registrations. */
export const registrationLimits = (settings: LimitSettings, address: string | null): Limit[] => [
  {
    key: `register ${address === null ? '-' : addressGroup(address)}`,
    points: settings.LIMIT_REGISTRATIONS_PER_HOUR,
    seconds: HOUR,
  },
]

/** What counts wrong passwords of somebody who is signed in. */
export const proofLimits = (settings: LimitSettings, userId: string): Limit[] => [
  { key: `proof ${userId}`, points: settings.LIMIT_SIGN_IN_FAILURES, seconds: QUARTER },
]

/** What counts wrong codes of the second step, wherever they are typed: a million codes, five tries. */
export const secondStepLimits = (settings: LimitSettings, userId: string): Limit[] => [
  { key: `second step ${userId}`, points: settings.LIMIT_SIGN_IN_FAILURES, seconds: QUARTER },
]

/** What counts passkeys that were asked for: each is a row for five minutes. */
export const passkeyLimits = (settings: LimitSettings, address: string | null): Limit[] => [
  {
    key: `passkey from ${address === null ? '-' : addressGroup(address)}`,
    points: settings.LIMIT_SIGN_IN_FAILURES * PER_PASSKEY_ADDRESS,
    seconds: HOUR,
  },
]

/** What counts changes of an address: each may be a mail to a stranger. */
export const emailLimits = (userId: string): Limit[] => [{ key: `email of ${userId}`, points: EMAIL_CHANGES_HOUR, seconds: HOUR }]

/** What counts exports: each reads everything a person wrote. */
export const exportLimits = (userId: string): Limit[] => [{ key: `export of ${userId}`, points: EXPORTS_HOUR, seconds: HOUR }]

/** What counts links that were asked for, whether or not the address is somebody's. */
export const resetLimits = (email: string, address: string | null): Limit[] => [
  { key: `reset for ${digest(email)}`, points: RESETS_PER_EMAIL_HOUR, seconds: HOUR },
  { key: `reset from ${address === null ? '-' : addressGroup(address)}`, points: RESETS_PER_ADDRESS_HOUR, seconds: HOUR },
]

const NOW_MS = '(extract(epoch FROM now()) * 1000)::int8'

/**
 * Counts a try before it is made, so that twenty at once are twenty. Refuses with `rate_limited`, telling the wait, when
 * one limit is spent; a refused try counts nowhere, so that waiting is enough and one address cannot spend an account's.
 */
export async function countTry(pool: pg.Pool, limits: Limit[]): Promise<void> {
  await forgetEnded(pool)
  await transaction(pool, async (query) => {
    const rows = await query<{ key: string; points: number; left_ms: number }>(
      `INSERT INTO account_limit AS l (key, points, expire)
       SELECT t.key, 1, ${NOW_MS} + t.ms FROM unnest($1::text[], $2::int8[]) AS t(key, ms) ORDER BY t.key
       ON CONFLICT (key) DO UPDATE SET
         points = CASE WHEN l.expire > ${NOW_MS} THEN l.points + 1 ELSE 1 END,
         expire = CASE WHEN l.expire > ${NOW_MS} THEN l.expire ELSE EXCLUDED.expire END
       RETURNING key, points, expire - ${NOW_MS} AS left_ms`,
      [limits.map((limit) => limit.key), limits.map((limit) => limit.seconds * 1_000)],
    )
    const allowed = new Map(limits.map((limit) => [limit.key, limit.points]))
    const spent = rows.filter((row) => row.points > (allowed.get(row.key) ?? 0))
    if (spent.length > 0) throw tooMany(Math.max(...spent.map((row) => row.left_ms)))
  })
}

/** Takes back a try that did not fail. What was counted for the first of `limits` is forgotten altogether. */
export async function forgiveTry(pool: pg.Pool, limits: Limit[]): Promise<void> {
  await queryOn(pool)(
    `UPDATE account_limit l SET points = CASE WHEN l.key = $2 THEN 0 ELSE greatest(l.points - 1, 0) END
     FROM (SELECT key FROM account_limit WHERE key = ANY ($1::text[]) ORDER BY key FOR UPDATE) held WHERE held.key = l.key`,
    [limits.map((limit) => limit.key), limits[0]?.key],
  )
}

/** Forgets every failed sign-in of one account, at every address: for an operator who set a new password. */
export async function forgiveAccount(pool: pg.Pool, username: string): Promise<void> {
  await queryOn(pool)('DELETE FROM account_limit WHERE key = $1 OR starts_with(key, $2)', [
    accountKey(username),
    pairPrefix(username),
  ])
}

/** Each try clears away more than it leaves, so the table stays as small as the last hour. */
const forgetEnded = (pool: pg.Pool) =>
  queryOn(pool)(
    `DELETE FROM account_limit WHERE key IN
       (SELECT key FROM account_limit WHERE expire < ${NOW_MS} ORDER BY key LIMIT 20 FOR UPDATE SKIP LOCKED)`,
  )

function tooMany(waitMs: number): Refusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  return new Refusal('rate_limited', `Too many tries. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`, {
    retryAfterMs: seconds * 1_000,
  })
}
