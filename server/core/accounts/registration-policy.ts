import { queryOn } from '#server/database/transaction.ts'
import { type AccountDeps, hasOwner } from './account.ts'

/** Whether somebody may register now, and what for. */
export type RegistrationPolicy = { open: boolean; firstAccount: boolean; needsSetupCode: boolean }

/** What the sign-up page says before anything is typed. `isLocal`: the request came from this very machine. */
export async function readPolicy(deps: AccountDeps, isLocal: boolean): Promise<RegistrationPolicy> {
  const firstAccount = !(await hasOwner(queryOn(deps.database.pool)))
  return { open: firstAccount || deps.settings.REGISTRATION === 'open', firstAccount, needsSetupCode: firstAccount && !isLocal }
}
