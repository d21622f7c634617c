import type { Query } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { writeLetter } from './letter.ts'
import { hasMail, sendMail } from './mail.ts'

export type MailSettings = Pick<Env, 'SMTP_URL' | 'NEXTAUTH_URL'>

/** What a person is told by mail after it was done, in case it was not them. */
const NEWS = {
  password: 'The password of your account was changed.',
  'second-step-on': 'Signing in to your account with the password asks for a second step from now on.',
  'second-step-off': 'Signing in to your account asks for no second step any more.',
  'passkey-added': 'A passkey was added to your account.',
  'passkey-removed': 'A passkey was removed from your account.',
  deleted: 'Your account was deleted.',
  email: 'The e-mail address of your account was changed. This address is not used any more.',
  'reset-link': 'An admin made a link with which a new password can be set for your account.',
} as const

/**
 * Tells a person by mail, in the caller's transaction, that the ways into their account changed [AW9]. Nothing happens without a mail
 * server or an address. `to`: another address than the one they have now.
 */
export async function tellByMail(
  query: Query,
  settings: MailSettings,
  userId: string,
  news: keyof typeof NEWS,
  to?: string,
): Promise<void> {
  if (!hasMail(settings)) return
  const [person] = await query<{ username: string; email: string | null }>('SELECT username, email FROM users WHERE id = $1', [
    userId,
  ])
  const address = to ?? person?.email
  if (!person || !address) return
  const host = new URL(settings.NEXTAUTH_URL!).host
  const letter = writeLetter({
    to: address,
    subject: `Your account on ${host}`,
    paragraphs: [NEWS[news], 'If that was not you, tell an admin of this server at once.'],
    foot: `For @${person.username} on ${host}.`,
  })
  await sendMail(query, letter)
}
