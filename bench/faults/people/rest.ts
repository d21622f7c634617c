import { setTimeout as wait } from 'node:timers/promises'
import { compareViews } from '../check/views.ts'
import type { Postgres } from '../cluster/postgres.ts'
import type { Crowd } from './crowd.ts'
import { type Final, readFinal } from './final.ts'

const POLL_MS = 100
/** Asking everybody everything is dear: what is stored is read whole no more often than this. */
const LOOK_EVERY_MS = 500

/**
 * Waits until nothing is under way any more and everybody sees what is stored, at most `withinMs`. Answers what was found
 * last, and a sentence about what did not come to rest.
 */
export async function comeToRest(
  crowd: Crowd,
  postgres: Postgres,
  withinMs: number,
): Promise<{ final: Final; unrest: string | null }> {
  const until = Date.now() + withinMs
  for (;;) {
    const unrest = findUnrest(crowd)
    if (unrest === null || Date.now() > until) {
      const final = await readFinal(crowd, postgres)
      if (unrest === null && compareViews(final).length === 0) return { final, unrest: null }
      if (Date.now() > until) {
        return { final, unrest: unrest ?? `not everybody sees what is stored within ${withinMs} ms` }
      }
      await wait(LOOK_EVERY_MS)
    } else await wait(POLL_MS)
  }
}

function findUnrest({ members }: Crowd): string | null {
  for (const { person, chat, waiting } of members) {
    const { connection } = chat.getState()
    if (connection.status === 'ended' || connection.status === 'stopped') continue
    if (connection.status !== 'live') return `${person.username} is not connected (${connection.status})`
    if (waiting() > 0) return `${person.username} still waits for ${waiting()} answers`
  }
  return null
}
