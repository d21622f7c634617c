import { setTimeout as wait } from 'node:timers/promises'
import { compareViews } from '../check/views.ts'
import type { Postgres } from '../cluster/postgres.ts'
import { until } from '../until.ts'
import type { Crowd } from './crowd.ts'
import { type Final, readFinal } from './final.ts'
import { findEnd } from './member.ts'

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
  const deadline = Date.now() + withinMs
  for (;;) {
    await until(() => findUnrest(crowd) === null, deadline - Date.now())
    const unrest = findUnrest(crowd)
    const final = await readFinal(crowd, postgres)
    if (unrest === null && compareViews(final).length === 0) return { final, unrest: null }
    if (Date.now() > deadline) return { final, unrest: unrest ?? `not everybody sees what is stored within ${withinMs} ms` }
    await wait(LOOK_EVERY_MS)
  }
}

function findUnrest({ members }: Crowd): string | null {
  for (const member of members) {
    if (findEnd(member) !== null) continue
    const { person, chat, waiting } = member
    const { status } = chat.getState().connection
    if (status !== 'live') return `${person.username} is not connected (${status})`
    if (waiting() > 0) return `${person.username} still waits for ${waiting()} answers`
  }
  return null
}
