import { z } from 'zod'
import { type Chosen, STATUS_OVER, type Statuses } from '#server/core/people/status.ts'
import { defineJob } from '#server/jobs/job.ts'
import type { Presence } from '#server/live/presence.ts'

const MINUTE_MS = 60_000
/** Tried for a day: somebody is shown as something that is over until then. */
const TRIES = 1_440

/** Makes of what somebody chose, and of whether they are at one of their devices, how others see them [I3, I4]. */
export function createShownPresence({ statuses, presence }: { statuses: Statuses; presence: Presence }) {
  /** Who chose to be seen as they are is away while all their devices are idle. */
  async function show(userId: string, { status, text }: Chosen, isIdle: boolean | null) {
    const seen = status === 'online' && isIdle === true ? 'away' : status
    await presence.setChoice(userId, seen, text ?? undefined)
  }

  return {
    async chosen(userId: string, chosen: Chosen): Promise<void> {
      await show(userId, chosen, await statuses.isIdle(userId))
    },
    async idle(connectionId: string, userId: string, idle: boolean): Promise<void> {
      await show(userId, await statuses.of(userId), await statuses.setIdle(connectionId, userId, idle))
    },
    /** A connection closed: where only idle ones are left, nobody is there. */
    async closed(connectionId: string, userId: string): Promise<void> {
      if (await statuses.isIdle(userId, connectionId)) await show(userId, await statuses.of(userId), true)
    },
    /** Ends a status at its time, on every node. */
    job: defineJob({
      kind: STATUS_OVER,
      payload: z.object({ userId: z.uuid() }),
      concurrency: 4,
      attempts: TRIES,
      pauseMaxMs: MINUTE_MS,
      handle: async ({ userId }) => show(userId, await statuses.over(userId), await statuses.isIdle(userId)),
    }),
  }
}

export type ShownPresence = ReturnType<typeof createShownPresence>
