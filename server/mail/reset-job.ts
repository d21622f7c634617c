import { createHash, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'
import { mintToken, spendToken } from '#server/core/accounts/tokens.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { addJob } from '#server/jobs/add.ts'
import { defineJob, type JobKind } from '#server/jobs/job.ts'
import { PATIENCE } from './job.ts'
import { writeLetter } from './letter.ts'
import type { Post } from './post.ts'

const MAIL_RESET = 'mail:reset'
/** How long a link lasts that came by mail. */
const LINK_MINUTES = 60

/** Has the link for a new password sent to an address, if it is somebody's. One job an address, whether it is or not. */
export const wantResetMail = (query: Query, email: string): Promise<void> =>
  addJob(query, { kind: MAIL_RESET, key: createHash('sha256').update(email).digest('base64url'), payload: { email } })

/**
 * Makes the link and sends it. The link is made when the mail goes out: it waits in no table, and its hour begins then, however long the
 * mail server was away [AW1, AW2].
 */
export const resetMailJob = (post: Post, pool: pg.Pool, baseUrl: string): JobKind =>
  defineJob({
    ...{ kind: MAIL_RESET, payload: z.object({ email: z.string() }), ...PATIENCE },
    async handle({ email }) {
      const query = queryOn(pool)
      const [person] = await query<{ id: string; username: string }>(
        'SELECT id, username FROM users WHERE email = $1 AND deactivated_at IS NULL',
        [email],
      )
      if (!person) return
      const { token } = await mintToken(query, { purpose: 'reset', minutes: LINK_MINUTES, userId: person.id })
      const { host } = new URL(baseUrl)
      const letter = writeLetter({
        to: email,
        subject: `A new password for ${host}`,
        paragraphs: [
          `Somebody, probably you, asked for a new password for @${person.username} on ${host}.`,
          'The link works once, for an hour. Setting a new password signs you out everywhere.',
        ],
        action: { words: 'Set a new password', url: new URL(`/reset/${token}`, baseUrl).href },
        foot: 'If you did not ask for it, do nothing: your password stays as it is.',
      })
      try {
        await post({ id: randomUUID(), ...letter })
      } catch (error) {
        await spendToken(query, 'reset', token)
        throw error
      }
    },
  })

/** What sends them, where a mail server is set. */
export const resetMailJobs = (post: Post | null, pool: pg.Pool, { NEXTAUTH_URL }: Pick<Env, 'NEXTAUTH_URL'>): JobKind[] =>
  post === null || NEXTAUTH_URL === undefined ? [] : [resetMailJob(post, pool, NEXTAUTH_URL)]
