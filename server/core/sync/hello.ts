import type pg from 'pg'
import type { Later } from '#protocol/later.ts'
import type { RoomChanges, RoomSummary, User } from '#protocol/models.ts'
import type { Preferences, Section } from '#protocol/sidebar.ts'
import { type Query, queryOn, SNAPSHOT, transaction } from '#server/database/transaction.ts'
import { readLater } from '../later/read.ts'
import { readChanges } from '../messages/read.ts'
import { countFitting } from '../messages/size.ts'
import { createPeople } from '../people/people.ts'
import { listOwnClocks, listRoomIds, listSomeOwnRooms } from '../rooms/summaries.ts'
import { readPreferences } from '../sidebar/notify.ts'
import { listSections } from '../sidebar/sections.ts'
import { readEpoch } from './epoch.ts'
import { namedIn } from './named.ts'

export type HelloWanted = {
  epoch?: string | undefined
  meRev?: number | undefined
  /** The person's clock up to which the client knows what they have for later. */
  laterRev?: number | undefined
  revs: Record<string, number>
}

export type Hello = {
  epoch: string
  meRev: number
  rooms: RoomSummary[]
  gone: string[]
  left: string[]
  changes: RoomChanges[]
  resets: string[]
  users: User[]
  sections: Section[]
  preferences: Preferences
  later?: Later & { whole: boolean }
  /** The rev of every room that is heard, cached or not. */
  clocks: Map<string, number>
}

/** All gaps of one answer together hold at most this many messages and bytes; rooms beyond start afresh when they are opened. */
const HELLO_MESSAGES_MAX = 3_000
const HELLO_BYTES_MAX = 2_097_152

/** Threads among `ids` whose parent the person is in: they may be open without being followed. */
async function listReadableThreads(query: Query, userId: string, ids: string[]): Promise<{ id: string; rev: number }[]> {
  if (ids.length === 0) return []
  return query<{ id: string; rev: number }>(
    `SELECT r.id, h.rev FROM room r JOIN room_head h ON h.room_id = r.id
     JOIN membership ms ON ms.room_id = r.parent_room_id AND ms.user_id = $1 AND ms.left_at IS NULL
     WHERE r.kind = 'THREAD' AND r.id = ANY ($2)`,
    [userId, ids],
  )
}

/** Which of these threads the person stopped following after `since`: they may still read them, so they are not gone. */
async function listLeft(query: Query, userId: string, ids: string[], since: number): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await query<{ id: string }>(
    'SELECT room_id AS id FROM membership WHERE user_id = $1 AND room_id = ANY ($2) AND left_at IS NOT NULL AND me_rev > $3',
    [userId, ids, since],
  )
  return rows.map((row) => row.id)
}

/** Which of these rooms the person may hear: their own, and threads in them. */
export async function listHearable(query: Query, userId: string, ids: string[]): Promise<string[]> {
  const own = new Set(await listRoomIds(query, userId))
  const threads = await listReadableThreads(
    query,
    userId,
    ids.filter((id) => !own.has(id)),
  )
  return ids.filter((id) => own.has(id) || threads.some((thread) => thread.id === id))
}

/**
 * Everything a client needs to be where the database is, read from one snapshot: summaries of rooms that changed since
 * `meRev` or since the rev it holds, gaps as whole rows, `resets` where a gap is too long or the client is ahead, and
 * `gone` for rooms it holds and may not read any more, `left` for threads it holds that are followed no more. Join the rooms before calling this [C2].
 */
export async function readHello(pool: pg.Pool, userId: string, wanted: HelloWanted): Promise<Hello> {
  return transaction(
    pool,
    async (query) => {
      const epoch = await readEpoch(query)
      const [head] = await query<{ me_rev: number }>('SELECT me_rev FROM user_head WHERE user_id = $1', [userId])
      const meRev = head?.me_rev ?? 0
      // Another history, or one that is behind the client: nothing it holds counts.
      const isTrusted = wanted.epoch === epoch && (wanted.meRev ?? 0) <= meRev
      const since = isTrusted ? (wanted.meRev ?? -1) : -1

      const own = await listOwnClocks(query, userId)
      const held = Object.keys(wanted.revs)
      const ownIds = new Set(own.map((room) => room.id))
      const threads = await listReadableThreads(
        query,
        userId,
        held.filter((id) => !ownIds.has(id)),
      )
      const clocks = new Map([...own, ...threads].map((room) => [room.id, room.rev]))

      const moved = own.filter((room) => room.meRev > since || wanted.revs[room.id] !== room.rev).map((room) => room.id)
      const summaries = await listSomeOwnRooms(query, userId, moved)

      const changes: RoomChanges[] = []
      const resets: string[] = []
      let messagesLeft = HELLO_MESSAGES_MAX
      let bytesLeft = HELLO_BYTES_MAX
      for (const id of held) {
        const rev = clocks.get(id)
        const from = wanted.revs[id]
        if (rev === undefined || from === undefined || (isTrusted && from === rev)) continue
        const gap = isTrusted && messagesLeft > 0 && bytesLeft > 0 ? await readChanges(query, id, userId, from) : null
        if (gap && 'changes' in gap) {
          changes.push(gap.changes)
          messagesLeft -= gap.changes.messages.length
          bytesLeft -= countFitting(gap.changes.messages).bytes
        } else resets.push(id)
      }
      const rooms = summaries.map((room) => room.summary)
      const laterSince = isTrusted && wanted.laterRev !== undefined && wanted.laterRev <= meRev ? wanted.laterRev : null
      const later = await readLater(query, userId, laterSince)
      return {
        epoch,
        meRev,
        rooms,
        gone: held.filter((id) => !clocks.has(id)),
        left: await listLeft(
          query,
          userId,
          threads.map((thread) => thread.id),
          since,
        ),
        changes,
        resets,
        users: await createPeople(query).get([
          ...namedIn(changes.flatMap((change) => change.messages)),
          ...rooms.flatMap((room) => room.members ?? []),
        ]),
        sections: await listSections(query, userId),
        preferences: (await readPreferences(query, userId)).preferences,
        clocks,
        ...(later || laterSince === null ? { later: { ...later, whole: laterSince === null } } : {}),
      }
    },
    SNAPSHOT,
  )
}

/** Every room a person hears, to be joined before hello is read. */
export const listHeard = async (pool: pg.Pool, userId: string, held: string[]): Promise<string[]> => {
  const query = queryOn(pool)
  const own = await listRoomIds(query, userId)
  const threads = await listReadableThreads(
    query,
    userId,
    held.filter((id) => !own.includes(id)),
  )
  return [...own, ...threads.map((thread) => thread.id)]
}
