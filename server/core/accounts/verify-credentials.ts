import { Refusal } from '#protocol/errors.ts'
import { banned, globalBan, type PersonRow, personColumns } from '#server/core/sessions/person.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { AccountDeps } from './account.ts'
import { countTry, forgiveTry, signInLimits } from './limits.ts'
import { isPassword } from './password.ts'
import { normaliseUsername } from './username.ts'

/**
 * Checks a username and password. Answers whose they are.
 *
 * Refuses with `unauthorized`, in the same words and after the same work whether the name, the password or the account
 * is what is wrong [A7]; with `rate_limited` and the wait after too many failures, the right password too [A6]; with
 * `banned` (`fields.until`) only somebody who knows the password.
 */
export async function verifyCredentials(
  deps: AccountDeps,
  input: { username: string; password: string },
  caller: { address: string | null },
): Promise<{ userId: string }> {
  const { pool } = deps.database
  const username = normaliseUsername(input.username)
  const limits = signInLimits(deps.settings, username, caller.address)
  await countTry(pool, limits)

  const [person] = await queryOn(pool)<PersonRow & { password_hash: string | null }>(
    `SELECT ${personColumns}, u.password_hash FROM users u ${globalBan} WHERE u.username = $1`,
    [username],
  )
  const matches = await isPassword(person?.password_hash ?? null, input.password)
  if (!person || !matches || person.deactivated_at) throw new Refusal('unauthorized', 'That username and password do not match.')
  await forgiveTry(pool, limits)
  if (person.is_banned) throw banned(person.banned_until)
  return { userId: person.id }
}
