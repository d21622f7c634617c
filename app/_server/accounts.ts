import type { AccountDeps } from '#server/core/accounts/account.ts'
import { pageDatabase } from './database.ts'
import { pageEnv } from './env.ts'

/** What `server/core/accounts` needs, as the web process has it. */
export const accountDeps = (): AccountDeps => ({ database: pageDatabase(), settings: pageEnv() })
