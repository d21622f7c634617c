import { createTransport } from 'nodemailer'
import type { Env } from '#server/env.ts'
import { Hopeless } from '#server/jobs/job.ts'
import type { Letter } from './mail.ts'

/** How long (ms) a mail server may take to greet, and to say anything at all. */
const GREETING_MS = 10_000
const SILENCE_MS = 20_000
/** What the server refuses for good begins with this digit (RFC 5321, 4.2.1). */
const FOR_GOOD = 5

/** Hands a mail to the mail server. `id` names it, so that a mail that comes twice is one to whoever reads it. */
export type Post = (letter: Letter & { id: string }) => Promise<void>

/** Null where no mail server is set. What it throws names no address: errors go to the log. */
export function createPost({ SMTP_URL, MAIL_FROM }: Pick<Env, 'SMTP_URL' | 'MAIL_FROM'>): Post | null {
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return null
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: GREETING_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const host = /@([^\s>]+)>?$/.exec(MAIL_FROM)?.[1]
  return async ({ id, to, ...letter }) => {
    try {
      // As an object it is one address, whatever signs are in it.
      await transport.sendMail({ ...letter, from: MAIL_FROM, to: { name: '', address: to }, messageId: `<${id}@${host}>` })
    } catch (error) {
      throw toFailure(error as { code?: string; responseCode?: number })
    }
  }
}

function toFailure({ code, responseCode }: { code?: string; responseCode?: number }): Error {
  const why = `the mail server did not take a mail (${responseCode ?? code ?? 'no reason'})`
  // A wrong password is put right; an address that is not there is not.
  const isHopeless = code === 'EENVELOPE' && responseCode !== undefined && Math.floor(responseCode / 100) === FOR_GOOD
  return isHopeless ? new Hopeless(why) : new Error(why)
}
