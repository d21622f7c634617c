import { Refusal } from '#protocol/errors.ts'
import { hasSecondStep, requireCode } from '#server/core/second-step/verify.ts'
import { banned, globalBan, type PersonRow, personColumns } from '#server/core/sessions/person.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { AccountDeps } from './account.ts'
import { findToken, mintToken, spendToken } from './tokens.ts'
import { verifyCredentials } from './verify-credentials.ts'

/** How long somebody has for the second step, and a browser to hand on what it was given. */
const STEP_MINUTES = 10
const SIGN_IN_MINUTES = 2

/** Who came in; or what stands for the password that was right until the second step is done. */
export type SignedIn = { userId: string } | { challenge: string }

/** Signs in with a password. Refuses as `verifyCredentials` does. */
export async function signInWithPassword(
  deps: AccountDeps,
  input: { username: string; password: string },
  caller: { address: string | null },
): Promise<SignedIn> {
  const { userId } = await verifyCredentials(deps, input, caller)
  const query = queryOn(deps.database.pool)
  if (!(await hasSecondStep(query, userId))) return { userId }
  const { token } = await mintToken(query, { purpose: 'second-step', minutes: STEP_MINUTES, userId })
  return { challenge: token }
}

/**
 * The second step of a sign-in. Answers what the first request of the session is made with. Refuses with `not_found` when the password
 * was typed too long ago, and as `requireCode` does: a wrong code may be typed again [AW5].
 */
export async function finishSecondStep(deps: AccountDeps, challenge: string, code: string): Promise<{ token: string }> {
  const query = queryOn(deps.database.pool)
  const held = await findToken(query, 'second-step', challenge)
  if (!held?.userId) throw stepEnded()
  await requireCode(deps, held.userId, code)
  if (!(await spendToken(query, 'second-step', challenge))) throw stepEnded()
  return mintSignIn(deps, held.userId)
}

const stepEnded = () => new Refusal('not_found', 'That took too long. Sign in with your password again.')

/** What stands for somebody who proved who they are outside of next-auth, until next-auth makes the session. */
export async function mintSignIn(deps: AccountDeps, userId: string): Promise<{ token: string }> {
  const { token } = await mintToken(queryOn(deps.database.pool), { purpose: 'sign-in', minutes: SIGN_IN_MINUTES, userId })
  return { token }
}

/** Takes it back once: whose it is. Refuses with `unauthorized` and `banned`. */
export async function signInWithToken(deps: AccountDeps, token: string): Promise<{ userId: string }> {
  const query = queryOn(deps.database.pool)
  const held = await spendToken(query, 'sign-in', token)
  const [person] = held
    ? await query<PersonRow>(`SELECT ${personColumns} FROM users u ${globalBan} WHERE u.id = $1`, [held.userId])
    : []
  if (!person || person.deactivated_at) throw new Refusal('unauthorized', 'That took too long. Sign in again.')
  if (person.is_banned) throw banned(person.banned_until)
  return { userId: person.id }
}
