import { findNewEmail } from '#server/core/accounts/change-email.ts'
import { findReset } from '#server/core/accounts/reset.ts'
import { queryOn } from '#server/database/transaction.ts'
import { hasMail } from '#server/mail/mail.ts'
import { pageDatabase } from './database.ts'
import { pageEnv } from './env.ts'
import { askedForPage } from './page-failure.ts'

/** Whether this installation sends mail. */
export const sendsMail = (): boolean => hasMail(pageEnv())

/** Whose password a link sets, or null when it does nothing any more. */
export const readReset = (token: string): Promise<{ username: string } | null> =>
  askedForPage(() => findReset(queryOn(pageDatabase().pool), token))

/** Which address a link confirms, and of whom, or null when it does nothing any more. */
export const readNewEmail = (token: string): Promise<{ username: string; email: string } | null> =>
  askedForPage(() => findNewEmail(queryOn(pageDatabase().pool), token))
