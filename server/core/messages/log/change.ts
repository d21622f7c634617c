import type pg from 'pg'
import type { Actor } from '../../actor.ts'
import { isPassing, LOCK_TIMEOUT } from './failures.ts'
import type { RefusedStatus, Touched } from './outcome.ts'

export type Change = {
  verb: 'edit' | 'delete' | 'pin' | 'unpin' | 'react' | 'unreact' | 'confirm'
  roomId: string
  id: string
  /** The body of an edit, the emoji of a reaction. */
  arg?: string
  mentionUserIds?: string[]
  mentionGroupIds?: string[]
  mentionRoom?: 'all' | 'here' | null
}

export type ChangeOutcome =
  | {
      status: 'done'
      seq: number
      rev: number
      at: Date
      authorId: string
      mentionUserIds: string[]
      mentionRoom: 'all' | 'here' | null
      touched: Touched | null
    }
  /** It was so already. */
  | { status: 'same' }
  | { status: RefusedStatus }

type Row = {
  o_status: 'done' | 'same' | RefusedStatus
  o_seq: number
  o_rev: number
  o_at: Date
  o_author: string
  o_mentions: string[]
  o_mention_room: 'all' | 'here' | null
  o_touched_room: string | null
  o_touched_id: string
  o_touched_seq: number
  o_touched_rev: number
  o_touched_author: string
  o_touched_count: number
  o_touched_at: Date | null
}

const TRIES = 3

/** Commits one change of one message. A change is the same when it is done twice, so a passing failure runs it again. */
export async function change(pool: pg.Pool, actor: Actor, wanted: Change): Promise<ChangeOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await changeOnce(pool, actor, wanted)
    } catch (error) {
      if (attempt >= TRIES || !isPassing(error) || (error as { code?: string }).code === LOCK_TIMEOUT) throw error
    }
  }
}

/** Whoever deletes what somebody else wrote acts as a moderator, which is audited in the same call [AU1]. */
const toDelete = ({ user, sessionId, address }: Actor, { roomId, id }: Change) => ({
  name: 'delete',
  text: 'SELECT * FROM parley_delete($1,$2,$3,$4,$5)',
  values: [roomId, id, user.id, sessionId, address ?? null],
})

const toChange = ({ user, sessionId }: Actor, wanted: Change) => ({
  name: 'change',
  text: 'SELECT * FROM parley_change($1,$2,$3,$4,$5,$6,$7,$8,$9)',
  values: [
    wanted.verb,
    wanted.roomId,
    wanted.id,
    user.id,
    sessionId,
    wanted.arg ?? null,
    wanted.mentionUserIds ?? [],
    wanted.mentionRoom ?? null,
    wanted.mentionGroupIds ?? [],
  ],
})

async function changeOnce(pool: pg.Pool, actor: Actor, wanted: Change): Promise<ChangeOutcome> {
  const { rows } = await pool.query<Row>(wanted.verb === 'delete' ? toDelete(actor, wanted) : toChange(actor, wanted))
  const row = rows[0]
  if (!row) throw new Error('a change gave no outcome')
  if (row.o_status !== 'done') return { status: row.o_status }
  return {
    status: 'done',
    seq: row.o_seq,
    rev: row.o_rev,
    at: row.o_at,
    authorId: row.o_author,
    mentionUserIds: row.o_mentions,
    mentionRoom: row.o_mention_room,
    touched: row.o_touched_room
      ? {
          roomId: row.o_touched_room,
          id: row.o_touched_id,
          seq: row.o_touched_seq,
          rev: row.o_touched_rev,
          base: row.o_touched_rev - 1,
          authorId: row.o_touched_author,
          threadRoomId: wanted.roomId,
          count: row.o_touched_count,
          at: row.o_touched_at ?? row.o_at,
        }
      : null,
  }
}
