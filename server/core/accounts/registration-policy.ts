import { queryOn } from '#server/database/transaction.ts'
import { readCommunity } from '../community/community.ts'
import { type AccountDeps, hasOwner } from './account.ts'

/** Whether somebody may register now, and what for. */
export type RegistrationPolicy = { open: boolean; firstAccount: boolean; needsSetupCode: boolean }

/** What the sign-up page says before anything is typed. `isLocal`: the request came from this very machine. */
export async function readPolicy(deps: AccountDeps, isLocal: boolean): Promise<RegistrationPolicy> {
  const query = queryOn(deps.database.pool)
  const firstAccount = !(await hasOwner(query))
  const open = firstAccount || (await readCommunity(query, deps.settings)).registration === 'open'
  return { open, firstAccount, needsSetupCode: firstAccount && !isLocal }
}
