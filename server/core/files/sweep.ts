import type pg from 'pg'
import { z } from 'zod'
import { type Query, queryOn } from '#server/database/transaction.ts'
import type { Storage } from '#server/files/storage.ts'
import { addJob } from '#server/jobs/add.ts'
import { defineJob, type JobKind } from '#server/jobs/job.ts'
import { folderOf } from './row.ts'

export const FILES_SWEEP = 'files:sweep'
const ALL = 'all'
/** Between two sweeps (ms), and what is swept at once. */
const EVERY_MS = 600_000
const PORTION = 200
/** What was begun and not sent goes after this long: a message waits in an outbox for a day. */
const KEPT = '2 days'

/** Has the sweep run now, and every ten minutes from then on. */
export const wantSweep = (query: Query, at?: Date) =>
  addJob(query, { kind: FILES_SWEEP, key: ALL, payload: {}, ...(at ? { at } : {}) })

/** When a socket host starts: a job that is there already keeps its time, within the ten minutes. */
export const startSweeping = (pool: pg.Pool) => wantSweep(queryOn(pool), new Date(Date.now() + EVERY_MS))

/** Takes away what belongs to nobody any more: files of deleted messages, and uploads that nobody sent [E8]. */
export const sweepJob = (pool: pg.Pool, storage: Storage): JobKind =>
  defineJob({
    kind: FILES_SWEEP,
    payload: z.object({}),
    concurrency: 1,
    timeoutMs: 120_000,
    pauseMaxMs: EVERY_MS,
    // It must never end for good.
    attempts: Number.MAX_SAFE_INTEGER,
    async handle(_, { signal }) {
      const query = queryOn(pool)
      for (let count = PORTION; count === PORTION && !signal.aborted; ) {
        const ids = (
          await query<{ id: string }>(
            `UPDATE attachment SET removed_at = coalesce(removed_at, clock_timestamp())
             WHERE id IN (SELECT id FROM attachment WHERE removed_at IS NOT NULL
               OR message_id IS NULL AND held_for IS NULL AND touched_at < clock_timestamp() - $1::interval LIMIT $2) RETURNING id`,
            [KEPT, PORTION],
          )
        ).map((row) => row.id)
        for (const id of ids) {
          if (signal.aborted) return
          await storage.remove(folderOf(id))
          await query('DELETE FROM attachment WHERE id = $1 AND removed_at IS NOT NULL', [id])
        }
        count = ids.length
      }
      await wantSweep(query, new Date(Date.now() + EVERY_MS))
    },
  })
