import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import { DIRECT_MAX_MEMBERS } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import { areKnown } from '../people/known.ts'
import { areApart, lockPair } from '../people/marks.ts'
import { addMembers } from './membership.ts'
import { nameKey, requireName, takenToRefusal } from './names.ts'

export type RoomWanted = {
  kind: 'PUBLIC' | 'PRIVATE' | 'DIRECT'
  name?: string | undefined
  topic?: string | undefined
  memberIds?: string[] | undefined
}

/**
 * Makes a room and answers its id. Its maker owns a channel; a direct room has no owner and is found when these people
 * have one already, also when 20 ask at once [D1]. Refuses `invalid`, `conflict` (a public room of this name),
 * `not_found` (somebody invited who does not exist, or to a guest shares no room with them [V1]), `forbidden` (guests make no channels).
 */
export async function createRoom(pool: pg.Pool, user: User, wanted: RoomWanted): Promise<string> {
  const others = [...new Set(wanted.memberIds ?? [])].filter((id) => id !== user.id)
  if (wanted.kind !== 'DIRECT' && user.role === 'guest') throw new Refusal('forbidden', 'Guests can’t make rooms.')
  if (!(await areKnown(queryOn(pool), user, others)))
    throw new Refusal('not_found', 'One of these people does not exist.', { fields: { memberIds: 'unknown' } })
  if (wanted.kind === 'DIRECT') return findOrCreateDirect(pool, user.id, others)
  const name = requireName(wanted.name)
  const id = uuidv7()
  try {
    await transaction(pool, async (query) => {
      await query(
        `INSERT INTO room (id, kind, name, name_key, topic, created_by) VALUES ($1, $2::room_kind, $3, $4, nullif($5, ''), $6)`,
        [id, wanted.kind, name, nameKey(name), wanted.topic ?? '', user.id],
      )
      await query('INSERT INTO room_head (room_id) VALUES ($1)', [id])
      await addMembers(query, id, [user.id], 'owner')
      if (others.length > 0) await addMembers(query, id, others)
    })
  } catch (error) {
    throw takenToRefusal(error)
  }
  return id
}

async function findOrCreateDirect(pool: pg.Pool, userId: string, others: string[]): Promise<string> {
  const members = [userId, ...others].sort()
  if (members.length > DIRECT_MAX_MEMBERS) {
    throw new Refusal('invalid', `At most ${DIRECT_MAX_MEMBERS} people talk directly. Make a room instead.`, {
      fields: { memberIds: 'too many' },
    })
  }
  const key = members.join(':')
  return transaction(pool, async (query) => {
    const [a = '', b = ''] = members
    const isPair = members.length === 2
    if (isPair) await lockPair(query, a, b)
    const id = uuidv7()
    // Whoever comes second waits here for the first one's commit and then finds its room.
    const made = await query(
      `INSERT INTO room (id, kind, direct_key, created_by) VALUES ($1, 'DIRECT', $2, $3) ON CONFLICT (direct_key) DO NOTHING RETURNING 1`,
      [id, key, userId],
    )
    if (made.length === 0) {
      const [there] = await query<{ id: string }>('SELECT id FROM room WHERE direct_key = $1', [key])
      if (!there) throw new Error('a direct room was neither made nor found')
      return there.id
    }
    await query('INSERT INTO room_head (room_id) VALUES ($1)', [id])
    await addMembers(query, id, members)
    // Nobody writes where one blocks the other [I6].
    if (isPair && (await areApart(query, a, b))) await query("UPDATE room SET posting = 'moderators' WHERE id = $1", [id])
    return id
  })
}
