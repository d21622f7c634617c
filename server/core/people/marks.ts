import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { PERSON_MARKS_MAX } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { lockRoom, stampRoom } from '../rooms/clocks.ts'
import { areKnown } from './known.ts'

export type Mark = 'block' | 'mute'
/** What one has against whom. */
export type Marks = { blocked: string[]; muted: string[] }

/** Whom one wants to hear less of, or nothing. One's own fact under one's own clock: whoever it is about is told nothing [I5, I6]. */
export function createMarks(pool: pg.Pool) {
  const query = queryOn(pool)
  return {
    /**
     * Blocks or mutes somebody, or neither any more. Refuses `not_found` [V1], `invalid` (oneself), `forbidden` (a block of who
     * runs the installation) and `conflict` (500 stand).
     */
    async set(user: User, otherId: string, mark: Mark | null): Promise<void> {
      if (user.id === otherId) throw new Refusal('invalid', 'That is you.')
      // What was set is taken back also from who is not there any more.
      if (mark !== null && !(await areKnown(query, user, [otherId]))) throw new Refusal('not_found', 'There is no such person.')
      await transaction(pool, async (inside) => {
        if (mark === 'block') await requireBlockable(inside, otherId)
        await lockPair(inside, user.id, otherId)
        const direct = await lockDirect(inside, user.id, otherId)
        const [head] = await inside<{ me_rev: number }>(
          'UPDATE user_head SET me_rev = me_rev + 1 WHERE user_id = $1 RETURNING me_rev',
          [user.id],
        )
        const [former] = await inside<{ kind: string }>('SELECT kind FROM person_mark WHERE user_id = $1 AND other_id = $2', [
          user.id,
          otherId,
        ])
        if (mark !== null || former)
          await inside(
            `INSERT INTO person_mark (user_id, other_id, kind, me_rev) VALUES ($1, $2, $3::person_mark_kind, $4)
             ON CONFLICT (user_id, other_id) DO UPDATE SET kind = excluded.kind, me_rev = excluded.me_rev`,
            [user.id, otherId, mark ?? 'none', head?.me_rev ?? 0],
          )
        const standing = await inside(`SELECT 1 FROM person_mark WHERE user_id = $1 AND kind <> 'none'`, [user.id])
        if (standing.length > PERSON_MARKS_MAX)
          throw new Refusal('conflict', `At most ${PERSON_MARKS_MAX} people can be blocked or muted.`)
        if (direct) await settleDirect(inside, direct, user.id, otherId)
        if (mark === 'block' || former?.kind === 'block') await notify(inside, { apart: [user.id, otherId] })
        await notify(inside, { person: user.id })
      })
    },

    /** Whom somebody blocks, and who blocks them: to each other they are not there and do not type. */
    async apartFrom(userId: string): Promise<Set<string>> {
      const rows = await query<{ id: string }>(
        `SELECT other_id AS id FROM person_mark WHERE user_id = $1 AND kind = 'block'
         UNION SELECT user_id FROM person_mark WHERE other_id = $1 AND kind = 'block'`,
        [userId],
      )
      return new Set(rows.map((row) => row.id))
    },
  }
}

export type PersonMarks = ReturnType<typeof createMarks>

/** What somebody has against whom, and their clock at its latest change. */
export async function readMarks(query: Query, userId: string): Promise<Marks & { meRev: number }> {
  const rows = await query<{ other_id: string; kind: Mark | 'none'; me_rev: number }>(
    'SELECT other_id, kind, me_rev FROM person_mark WHERE user_id = $1 ORDER BY me_rev',
    [userId],
  )
  const of = (kind: Mark) => rows.filter((row) => row.kind === kind).map((row) => row.other_id)
  return { blocked: of('block'), muted: of('mute'), meRev: Math.max(0, ...rows.map((row) => row.me_rev)) }
}

/** People (`u`, SQL) who want to hear of what `author` writes. */
export const hears = (author: string) =>
  `NOT EXISTS (SELECT 1 FROM person_mark pm WHERE pm.user_id = u.id AND pm.other_id = ${author} AND pm.kind <> 'none')`

/** One after the other for a pair of people: a block, and the making of their direct room. */
export const lockPair = (query: Query, a: string, b: string) =>
  query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [[a, b].sort().join(':')])

/** Whether one of two blocks the other. */
export async function areApart(query: Query, a: string, b: string): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM person_mark WHERE kind = 'block' AND (user_id, other_id) IN (($1::uuid, $2::uuid), ($2::uuid, $1::uuid))`,
    [a, b],
  )
  return rows.length > 0
}

async function requireBlockable(query: Query, otherId: string) {
  const staff = await query(`SELECT 1 FROM users WHERE id = $1 AND role IN ('owner', 'admin')`, [otherId])
  if (staff.length > 0) throw new Refusal('forbidden', 'Whoever runs this server can’t be blocked. Mute them instead.')
}

async function lockDirect(query: Query, a: string, b: string): Promise<string | null> {
  const [room] = await query<{ id: string }>('SELECT id FROM room WHERE direct_key = $1', [[a, b].sort().join(':')])
  if (room) await lockRoom(query, room.id)
  return room?.id ?? null
}

/** In the conversation of two of whom one blocks the other nobody writes: the commit refuses it as in a room of announcements. */
async function settleDirect(query: Query, roomId: string, a: string, b: string) {
  const posting = (await areApart(query, a, b)) ? 'moderators' : 'everybody'
  const changed = await query(
    'UPDATE room SET posting = $2::room_posting WHERE id = $1 AND posting <> $2::room_posting RETURNING 1',
    [roomId, posting],
  )
  if (changed.length > 0) await stampRoom(query, roomId)
}
