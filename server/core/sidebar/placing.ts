import type pg from 'pg'
import type { User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { requireMember } from '../rooms/access.ts'
import { stampMembership } from '../rooms/clocks.ts'

export type Place = {
  favourite?: boolean | undefined
  sectionId?: string | null | undefined
  position?: string | null | undefined
}

/** Changes a person's own facts about a room: `change` answers rows where it changed something. Members only. */
async function changeOwn(pool: pg.Pool, user: User, roomId: string, change: (query: Query) => Promise<unknown[]>): Promise<void> {
  await requireMember(queryOn(pool), roomId, user)
  await transaction(pool, async (query) => {
    if ((await change(query)).length > 0) await stampMembership(query, roomId, user.id)
  })
}

/** Where a room stands in one's own sidebar; only what is named changes [B1]. */
export const setPlace = (pool: pg.Pool, user: User, roomId: string, { favourite, sectionId, position }: Place): Promise<void> =>
  changeOwn(pool, user, roomId, (query) =>
    query(
      `UPDATE membership SET favourite = coalesce($3, favourite), section_id = CASE WHEN $4 THEN $5 ELSE section_id END,
         position = CASE WHEN $6 THEN $7 ELSE position END
       WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL AND (favourite, section_id, position) IS DISTINCT FROM
         (coalesce($3, favourite), CASE WHEN $4 THEN $5 ELSE section_id END, CASE WHEN $6 THEN $7 ELSE position END)
       RETURNING 1`,
      [roomId, user.id, favourite ?? null, sectionId !== undefined, sectionId ?? null, position !== undefined, position ?? null],
    ),
  )

/** A muted room is quiet in one's sidebar and notifies nobody but by a mention. */
export const setMuted = (pool: pg.Pool, user: User, roomId: string, muted: boolean): Promise<void> =>
  changeOwn(pool, user, roomId, (query) =>
    query(
      'UPDATE membership SET muted = $3 WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL AND muted <> $3 RETURNING 1',
      [roomId, user.id, muted],
    ),
  )
