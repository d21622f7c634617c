import type pg from 'pg'
import { z } from 'zod'
import { wantSweep } from '#server/core/files/sweep.ts'
import { lockRoom } from '#server/core/rooms/clocks.ts'
import { removeMember } from '#server/core/rooms/membership.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { addJob } from '#server/jobs/add.ts'
import { defineJob, type JobKind } from '#server/jobs/job.ts'
import { roomsOf, STRETCH } from './own-messages.ts'

const ERASE = 'account:erase'
/** Messages deleted under one lock of their room: others write in between. */
const AT_ONCE = 100
const MINUTE_MS = 60_000

/** Has what is left of a deleted account taken away, in the transaction that closes it. */
export const wantErase = (query: Query, userId: string, messages: boolean): Promise<void> =>
  addJob(query, { kind: ERASE, key: userId, payload: { userId, messages } })

/** Takes a closed account out of its rooms and, where that was wished, deletes what it wrote. It goes on where it stopped [AW11]. */
export const eraseJob = (pool: pg.Pool): JobKind =>
  defineJob({
    kind: ERASE,
    payload: z.object({ userId: z.uuid(), messages: z.boolean() }),
    concurrency: 1,
    attempts: 1_000,
    pauseMaxMs: MINUTE_MS,
    timeoutMs: 30 * MINUTE_MS,
    async handle({ userId, messages }, { signal }) {
      await leaveAll(pool, userId, signal)
      if (!messages) return
      for (const room of await roomsOf(queryOn(pool), userId)) await eraseIn(pool, userId, room, signal)
      await wantSweep(queryOn(pool))
    },
  })

/** Direct conversations stay with whom they were with. */
async function leaveAll(pool: pg.Pool, userId: string, signal: AbortSignal) {
  const rooms = await queryOn(pool)<{ room_id: string }>(
    `SELECT ms.room_id FROM membership ms JOIN room r ON r.id = ms.room_id
     WHERE ms.user_id = $1 AND ms.left_at IS NULL AND r.kind IN ('PUBLIC', 'PRIVATE') ORDER BY ms.room_id`,
    [userId],
  )
  for (const { room_id } of rooms) {
    signal.throwIfAborted()
    await transaction(pool, async (query) => {
      await query("SET LOCAL lock_timeout = '4s'")
      if (await lockRoom(query, room_id)) await removeMember(query, room_id, userId, 'left')
    })
  }
}

type Room = { room_id: string; parent_room_id: string | null; last_seq: number }

async function eraseIn(pool: pg.Pool, userId: string, { room_id, parent_room_id, last_seq }: Room, signal: AbortSignal) {
  for (let after = 0; after < last_seq; after += STRETCH) {
    for (let count = AT_ONCE; count === AT_ONCE; ) {
      signal.throwIfAborted()
      count = await transaction(pool, async (query) => {
        await query("SET LOCAL lock_timeout = '4s'")
        const [row] = await query<{ n: number }>('SELECT parley_erase($1, $2, $3, $4, $5) AS n', [
          ...[room_id, userId, after, after + STRETCH, AT_ONCE],
        ])
        if (row!.n === 0) return 0
        await notify(query, { room: room_id })
        if (parent_room_id) await notify(query, { room: parent_room_id })
        return row!.n
      })
    }
  }
}
