import type { EmojiChange } from '#protocol/events.ts'
import type { Query } from './transaction.ts'

/** Channel on which every socket host listens, so that it also hears of what a web host committed, with Redis dead too. */
export const WAKE_CHANNEL = 'parley'

/** What moderators, or who is concerned, are told: a case that changed, a report that was decided. */
export type ModWake = {
  case?: string | undefined
  report?: string | undefined
  sanction?: string | undefined
  appeal?: string | undefined
  bulk?: string | undefined
}

/** What moved on: a room's clock, a person's clock, a session that ended, the groups’ clock, who people are, the custom emoji, or a notice to everybody. `parley_connect` tells a connection that was replaced, the queue a kind of `job` that is due. */
export type Wake = {
  room?: string
  person?: string
  session?: string
  notice?: string
  groups?: true
  people?: true
  apart?: [string, string]
  emoji?: EmojiChange
  mod?: ModWake
  reason?: string
  until?: string
}

/** Told to every socket host when the transaction commits, and only then. */
export const notify = (query: Query, wake: Wake) => query('SELECT pg_notify($1, $2)', [WAKE_CHANNEL, JSON.stringify(wake)])
