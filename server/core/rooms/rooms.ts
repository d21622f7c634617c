import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Member, RoomRole, RoomSummary, User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { audit } from '../audit/audit.ts'
import { areKnown } from '../people/known.ts'
import { requireUnbanned } from '../standing/standing.ts'
import { noSuchRoom, requireMember, requireReadable } from './access.ts'
import { changeRoom, type RoomChange } from './change.ts'
import { lockRoom } from './clocks.ts'
import { createRoom, type RoomWanted } from './create.ts'
import { addMembers, removeMember } from './membership.ts'
import { takenToRefusal } from './names.ts'
import { findRole, mayGovern, RANK, requireRank } from './rank.ts'
import { changeRole, OWNERS_ONLY } from './roles.ts'
import { findSummary } from './summaries.ts'
import { openThread, setFollowing } from './threads.ts'

/** Who does what is audited, and from where. */
type By = User & { address?: string | undefined }
const KICKERS = 'Only a room’s owner or moderator can remove people.'

/**
 * Rooms and who is in them. Every change takes the room's next rev and the affected person's next meRev in its own
 * transaction, which also wakes every node [W2]. Refuses `not_found` for what a person may not know of [V1].
 */
export function createRooms(pool: pg.Pool) {
  const query = queryOn(pool)

  async function summary(roomId: string, user: User): Promise<RoomSummary> {
    const found = await findSummary(query, roomId, user.id)
    if (!found) throw noSuchRoom()
    return found
  }

  const inRoom = <T>(roomId: string, work: (inside: Query) => Promise<T>): Promise<T> =>
    transaction(pool, async (inside) => {
      if (!(await lockRoom(inside, roomId))) throw noSuchRoom()
      return work(inside)
    })

  return {
    /** One room as this person sees it. */
    async get(user: User, roomId: string): Promise<RoomSummary> {
      await requireReadable(query, roomId, user)
      return summary(roomId, user)
    },

    async create(user: User, wanted: RoomWanted): Promise<RoomSummary> {
      return summary(await createRoom(pool, user, wanted), user)
    },

    /** The thread of a message, for reading and answering; following it is `join`. */
    async openThread(user: User, roomId: string, messageId: string): Promise<RoomSummary> {
      return summary(await openThread(pool, user, roomId, messageId), user)
    },

    /** Joins a public room, or follows a thread. Joining again changes nothing. */
    async join(user: User, roomId: string): Promise<RoomSummary> {
      const access = await requireReadable(query, roomId, user)
      if (access.kind === 'THREAD') {
        if (access.role === null) throw new Refusal('forbidden', 'Join the room first.')
        await transaction(pool, (inside) => setFollowing(inside, roomId, [user.id], true))
      } else if (access.role === null) {
        if (access.archived) throw new Refusal('forbidden', 'This room is archived.')
        await inRoom(roomId, async (inside) => {
          await requireUnbanned(inside, user.id, roomId)
          await addMembers(inside, roomId, [user.id])
        })
      }
      return summary(roomId, user)
    },

    /** Leaves a room, or stops following a thread. A direct room is not left. */
    async leave(user: User, roomId: string): Promise<RoomSummary> {
      const access = await requireReadable(query, roomId, user)
      if (access.kind === 'DIRECT') throw new Refusal('forbidden', 'A direct conversation can’t be left. Mute it instead.')
      if (access.kind === 'THREAD') await transaction(pool, (inside) => setFollowing(inside, roomId, [user.id], false))
      else if (access.role !== null) await inRoom(roomId, (inside) => removeMember(inside, roomId, user.id, 'left'))
      const left = await findSummary(query, roomId, user.id)
      if (!left) throw noSuchRoom()
      return left
    },

    /** Any member adds somebody to a channel. Somebody who is in it already stays as they are. */
    async invite(user: User, roomId: string, userId: string): Promise<void> {
      const access = await requireMember(query, roomId, user)
      if (access.kind === 'DIRECT')
        throw new Refusal('forbidden', 'The people of a direct conversation never change. Start a new one.')
      if (access.kind === 'THREAD')
        throw new Refusal('invalid', 'Invite them to the room of this thread.', { fields: { roomId: 'is a thread' } })
      if (access.archived) throw new Refusal('forbidden', 'This room is archived.')
      if (!(await areKnown(query, user, [userId]))) throw new Refusal('not_found', 'There is no such person.')
      await inRoom(roomId, async (inside) => {
        await requireUnbanned(inside, userId, roomId)
        await addMembers(inside, roomId, [userId])
      })
    },

    /** A room's owner or moderator removes somebody below them. */
    async kick(user: By, roomId: string, userId: string): Promise<void> {
      const access = await requireMember(query, roomId, user)
      if (access.kind === 'DIRECT' || access.kind === 'THREAD' || !mayGovern(access.role)) throw new Refusal('forbidden', KICKERS)
      await inRoom(roomId, async (inside) => {
        const role = await requireRank(inside, roomId, user.id, 'moderator', KICKERS)
        const target = await findRole(inside, roomId, userId)
        if (target === null) throw new Refusal('not_found', 'They are not in this room.')
        if (RANK[target] >= RANK[role]) throw new Refusal('forbidden', 'You can’t remove somebody of your own rank or above.')
        await removeMember(inside, roomId, userId, 'kicked')
        await audit(inside, { by: user, act: 'room:kick', kind: 'person', id: userId, userId, roomId })
      })
    },

    /** An owner makes a member owner, moderator or plain member. The last owner stays [R1]. */
    async setRole(user: By, roomId: string, userId: string, role: RoomRole): Promise<void> {
      const access = await requireMember(query, roomId, user)
      if (access.kind === 'DIRECT' || access.kind === 'THREAD' || access.role !== 'owner')
        throw new Refusal('forbidden', OWNERS_ONLY)
      await inRoom(roomId, (inside) => changeRole(inside, roomId, user, userId, role))
    },

    /**
     * The topic is any member's where everybody may write; all else is its owner's and moderators'. A room's name, topic,
     * who may write and archiving are told by a line in it. Refuses `forbidden`, `invalid` and `conflict` (the name).
     */
    async update(user: User, roomId: string, change: RoomChange): Promise<RoomSummary> {
      const access = await requireMember(query, roomId, user)
      if (access.kind === 'THREAD' || access.kind === 'DIRECT') {
        throw new Refusal('forbidden', 'Only a room can be changed, not a conversation or a thread.')
      }
      try {
        await inRoom(roomId, (inside) => changeRoom(inside, roomId, user.id, change))
      } catch (error) {
        throw takenToRefusal(error)
      }
      return summary(roomId, user)
    },

    /** Members by rank, then by when they joined, in pages. */
    async members(
      user: User,
      roomId: string,
      cursor?: string,
      limit = PAGE_DEFAULT,
    ): Promise<{ members: Member[]; next?: string }> {
      const access = await requireReadable(query, roomId, user)
      const [rank = '2', joined = '0', last = ''] = (cursor ?? '').split('|')
      const rows = await query<{ user_id: string; role: RoomRole; joined_at: Date; rank: number }>(
        `SELECT * FROM (
           SELECT user_id, role, joined_at, CASE role WHEN 'owner' THEN 2 WHEN 'moderator' THEN 1 ELSE 0 END AS rank
           FROM membership WHERE room_id = $1 AND left_at IS NULL) m
         WHERE $5 OR (-rank, joined_at, user_id::text) > (-$2::int, to_timestamp($3::float8 / 1000), $4)
         ORDER BY -rank, joined_at, user_id::text LIMIT $6`,
        [access.lawId, within(rank, RANK.owner), within(joined, TIME_MAX_MS), last, cursor === undefined, limit + 1],
      )
      const page = rows.slice(0, limit)
      const members = page.map((row) => ({ userId: row.user_id, role: row.role, joinedAt: row.joined_at.toISOString() }))
      const end = page.at(-1)
      return rows.length > limit && end ? { members, next: `${end.rank}|${end.joined_at.getTime()}|${end.user_id}` } : { members }
    },
  }
}

export type Rooms = ReturnType<typeof createRooms>

/** Greatest time JavaScript and PostgreSQL both know. */
const TIME_MAX_MS = 8.64e15

function within(text: string, max: number): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return value
  throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
}
