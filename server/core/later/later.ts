import type pg from 'pg'
import type { Messages } from '../messages/messages.ts'
import { createKeywords } from './keywords.ts'
import { createReminders } from './reminders.ts'
import { createSaved } from './saved.ts'
import { createScheduled } from './scheduled.ts'
import { createSending } from './sending.ts'

/** What happens later, and what people keep for then. What is scheduled is committed by `messages`. */
export const createLater = (pool: pg.Pool, messages: Messages) => ({
  scheduled: createScheduled(pool),
  sending: createSending(pool, messages),
  reminders: createReminders(pool),
  saved: createSaved(pool),
  keywords: createKeywords(pool),
})

export type Later = ReturnType<typeof createLater>
