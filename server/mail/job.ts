import { z } from 'zod'
import { defineJob, type JobKind } from '#server/jobs/job.ts'
import { letter, MAIL } from './mail.ts'
import type { Post } from './post.ts'

/** A mail server that is away is asked for two days: every ten minutes at last. */
export const PATIENCE = { attempts: 300, pauseMaxMs: 600_000, timeoutMs: 60_000, concurrency: 2 }

/** What sends mail, where a mail server is set. */
export const mailJobs = (post: Post | null): JobKind[] => (post === null ? [] : [mailJob(post)])

/** Sends what `sendMail` asked for. */
export const mailJob = (post: Post): JobKind =>
  defineJob({ kind: MAIL, payload: letter.extend({ id: z.uuid() }), ...PATIENCE, handle: post })
