import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Query } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { addJob } from '#server/jobs/add.ts'

export const MAIL = 'mail'

export const letter = z.object({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() })

/** One mail to one address. `text` and `html` say the same. */
export type Letter = z.infer<typeof letter>

/** Whether this installation sends mail. Where it does, `NEXTAUTH_URL` is there for links. */
export const hasMail = (env: Pick<Env, 'SMTP_URL'>): boolean => env.SMTP_URL !== undefined

/**
 * Has a mail sent by a job, in the caller's transaction: a mail server that is away only delays it [ML1]. Ask `hasMail` before: where
 * there is none nobody takes the job. It waits in the database as it is, so it must hold nothing secret.
 */
export const sendMail = (query: Query, wanted: Letter): Promise<void> =>
  addJob(query, { kind: MAIL, payload: { id: uuidv7(), ...wanted } })
