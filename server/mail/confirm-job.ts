import { randomUUID } from 'node:crypto'
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

const MAIL_CONFIRM = 'mail:confirm'
const LINK_MINUTES = 1_440

/** Has the link sent that confirms a person's new address. Asked again, the latest address is written to. */
export const wantConfirmMail = (query: Query, userId: string, email: string): Promise<void> =>
  addJob(query, { kind: MAIL_CONFIRM, key: userId, payload: { userId, email } })

/** Makes the link when the mail goes out, and sends it to the new address [AW1, AW8]. */
export const confirmMailJobs = (post: Post | null, pool: pg.Pool, { NEXTAUTH_URL }: Pick<Env, 'NEXTAUTH_URL'>): JobKind[] =>
  post === null || NEXTAUTH_URL === undefined ? [] : [confirmMailJob(post, pool, NEXTAUTH_URL)]

const confirmMailJob = (post: Post, pool: pg.Pool, baseUrl: string): JobKind =>
  defineJob({
    ...{ kind: MAIL_CONFIRM, payload: z.object({ userId: z.uuid(), email: z.string() }), ...PATIENCE },
    async handle({ userId, email }) {
      const query = queryOn(pool)
      const [person] = await query<{ username: string }>('SELECT username FROM users WHERE id = $1 AND deactivated_at IS NULL', [
        userId,
      ])
      if (!person) return
      const { token } = await mintToken(query, { purpose: 'email', minutes: LINK_MINUTES, userId, data: { email } })
      const { host } = new URL(baseUrl)
      const letter = writeLetter({
        to: email,
        subject: `Your e-mail address on ${host}`,
        paragraphs: [`@${person.username} on ${host} wants to use this address.`, 'The link works once, for a day.'],
        action: { words: 'Use this address', url: new URL(`/confirm-email/${token}`, baseUrl).href },
        foot: 'If that is not you, do nothing: the address is not used.',
      })
      try {
        await post({ id: randomUUID(), ...letter })
      } catch (error) {
        await spendToken(query, 'email', token)
        throw error
      }
    },
  })
