import { z } from 'zod'
import { KEYWORDS_LOOK } from '#server/core/later/keywords.ts'
import type { Later } from '#server/core/later/later.ts'
import { REMINDER_DUE } from '#server/core/later/reminders.ts'
import { SCHEDULED_SEND } from '#server/core/later/scheduled.ts'
import { defineJob, type JobKind } from './job.ts'

const ofPerson = z.object({ userId: z.uuid(), id: z.uuid() })
const MINUTE_MS = 60_000
/** What somebody waits for is never given up while the database is there: a day of minutes. */
const A_DAY = 1_440

/** Everything that happens later, and who does it. */
export const jobKinds = (deps: Pick<Later, 'sending' | 'reminders' | 'keywords'>): JobKind[] => [
  defineJob({
    kind: SCHEDULED_SEND,
    payload: ofPerson,
    concurrency: 16,
    attempts: A_DAY,
    pauseMaxMs: MINUTE_MS,
    handle: ({ userId, id }) => deps.sending.due(userId, id),
  }),
  defineJob({
    kind: REMINDER_DUE,
    payload: ofPerson,
    concurrency: 8,
    attempts: A_DAY,
    pauseMaxMs: MINUTE_MS,
    handle: ({ userId, id }) => deps.reminders.tell(userId, id),
  }),
  defineJob({
    kind: KEYWORDS_LOOK,
    payload: z.object({ roomId: z.uuid() }),
    concurrency: 2,
    handle: ({ roomId }) => deps.keywords.look(roomId),
  }),
]
