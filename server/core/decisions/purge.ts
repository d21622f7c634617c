import type pg from 'pg'
import { z } from 'zod'
import { queryOn } from '#server/database/transaction.ts'
import { addJob } from '#server/jobs/add.ts'
import { defineJob, type JobKind } from '#server/jobs/job.ts'
import { purge } from './undo.ts'

export const MOD_PURGE = 'mod:purge'
const EVERY_MS = 3_600_000

/** Has what can't be taken back any more go within the hour, and every hour from then on. */
export const wantPurge = (pool: pg.Pool, at: Date) => addJob(queryOn(pool), { kind: MOD_PURGE, key: 'all', payload: {}, at })
export const startPurging = (pool: pg.Pool) => wantPurge(pool, new Date(Date.now() + EVERY_MS))

export const purgeJob = (pool: pg.Pool): JobKind =>
  defineJob({
    kind: MOD_PURGE,
    payload: z.object({}),
    concurrency: 1,
    // It must never end for good.
    attempts: Number.MAX_SAFE_INTEGER,
    pauseMaxMs: EVERY_MS,
    async handle(_, { signal }) {
      while (!signal.aborted && (await purge(pool)) > 0);
      await wantPurge(pool, new Date(Date.now() + EVERY_MS))
    },
  })
