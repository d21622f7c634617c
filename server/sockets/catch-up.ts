import type pg from 'pg'
import type { EndedReason, RemovedReason } from '#protocol/events.ts'
import type { Moved } from '#server/core/cursors/shared.ts'
import { readChanges, readConfirmers } from '#server/core/messages/read.ts'
import { createPeople } from '#server/core/people/people.ts'
import { listLostRooms, listOwnRooms, listSomeOwnRooms, type OwnRoom } from '#server/core/rooms/summaries.ts'
import { readPreferences } from '#server/core/sidebar/notify.ts'
import { listSections } from '#server/core/sidebar/sections.ts'
import { listHearable } from '#server/core/sync/hello.ts'
import { namedIn } from '#server/core/sync/named.ts'
import { queryOn, SNAPSHOT, transaction } from '#server/database/transaction.ts'
import type { Clocks } from './clocks.ts'
import { createKeyedTurns } from './keyed-turns.ts'
import {
  BEHIND,
  type ChatServer,
  type ChatSocket,
  personOf,
  roomIdOf,
  roomOf,
  sessionOf,
  socketsIn as socketsOn,
} from './types.ts'

/** Nobody: what is told to a whole room says nothing of who looks. */
const NOBODY = '00000000-0000-0000-0000-000000000000'
/** Rooms that come in while a person's are read are joined and all is read again, this often. */
const SNAPSHOTS_MAX = 3

/**
 * Brings this node's sockets from what they were told to what the database says. The same for what was committed
 * elsewhere, for a lost publish, and for a web host's writes, so none of them is a case of its own.
 */
export function createCatchUp(io: ChatServer, pool: pg.Pool, clocks: Clocks) {
  const query = queryOn(pool)
  const people = createPeople(query)
  const inTurn = createKeyedTurns()

  const socketsIn = (name: string) => socketsOn(io, name)

  /**
   * Reads once and tells whole rows to everybody here; a gap too long for a frame is told as a head, and clients sync. So it
   * is to whoever confirmed something in it: that row is another one for them [Q3].
   */
  const room = singleFlight(async (roomId: string) => {
    const from = clocks.rooms.get(roomId)
    if (from === undefined) return
    const read = await readChanges(query, roomId, NOBODY, from)
    if (!read) return
    if ('reset' in read) io.local.to(roomOf(roomId)).emit('room:heads', { heads: { [roomId]: read.rev } })
    else if (read.changes.rev > from) {
      const users = await people.get([...namedIn(read.changes.messages)])
      const confirmers = [...(await readConfirmers(query, roomId, from, read.changes.messages)).values()].flat()
      const apart = [...new Set(confirmers)].map(personOf).filter((name) => socketsIn(name).length > 0)
      io.local
        .to(roomOf(roomId))
        .except([BEHIND, ...apart])
        .emit('room:changes', { ...read.changes, users })
      for (const socket of apart.flatMap(socketsIn))
        if (socket.rooms.has(roomOf(roomId)) && !socket.rooms.has(BEHIND))
          socket.emit('room:heads', { heads: { [roomId]: read.changes.rev } })
    }
    clocks.caughtUpRoom(roomId, 'reset' in read ? read.rev : read.changes.rev)
  })

  /** What changed for a person after `since`, and where their clock stands: of one snapshot, so nothing lies between. */
  const readPerson = (userId: string, since: number) =>
    transaction(
      pool,
      async (inside) => {
        const [head] = await inside<{ me_rev: number }>('SELECT me_rev FROM user_head WHERE user_id = $1', [userId])
        const rooms = await listOwnRooms(inside, userId, since)
        const users = await createPeople(inside).get(rooms.flatMap((own) => own.summary.members ?? []))
        const lost = await listLostRooms(inside, userId, since)
        const arranged = {
          sections: await listSections(inside, userId, since),
          preferences: await readPreferences(inside, userId),
        }
        return { meRev: head?.me_rev ?? since, rooms, users, lost, ...arranged }
      },
      SNAPSHOT,
    )

  /** Rooms that somebody entered, left or has otherwise: their sockets here join before the rows are read [C2]. */
  const person = singleFlight((userId: string) =>
    inTurn(userId, async () => {
      const since = clocks.people.get(userId)
      const sockets = socketsIn(personOf(userId)).filter((socket) => socket.data.isReady)
      if (since === undefined || sockets.length === 0) return
      const fresh = new Set<string>()
      const joinMissing = async (rooms: OwnRoom[]): Promise<boolean> => {
        const missing = rooms.filter(({ summary }) => sockets.some((socket) => !socket.rooms.has(roomOf(summary.id))))
        for (const { summary } of missing) {
          if (!sockets[0]?.rooms.has(roomOf(summary.id))) fresh.add(summary.id)
          for (const socket of sockets) await socket.join(roomOf(summary.id))
        }
        return missing.length > 0
      }
      let now = await readPerson(userId, since)
      for (let attempt = 1; (await joinMissing(now.rooms)) && attempt < SNAPSHOTS_MAX; attempt++) {
        now = await readPerson(userId, since)
      }
      const me = io.local.to(personOf(userId))
      for (const user of now.users) me.emit('user:updated', { user })
      for (const change of [...now.rooms, ...now.lost].sort((a, b) => a.meRev - b.meRev)) {
        if ('summary' in change) {
          const { summary, meRev } = change
          clocks.startRoom(summary.id, summary.rev)
          me.emit(fresh.has(summary.id) ? 'room:added' : 'room:updated', { room: summary, meRev })
        } else await leave(userId, sockets, change)
      }
      for (const section of now.sections) me.emit('section:updated', { section })
      if (now.preferences.meRev > since) me.emit('preferences:updated', now.preferences)
      clocks.caughtUpPerson(userId, now.meRev)
    }),
  )

  async function leave(
    userId: string,
    sockets: ChatSocket[],
    { roomId, reason, meRev }: { roomId: string; reason: string; meRev: number },
  ) {
    const heard = [...new Set(sockets.flatMap((socket) => [...socket.rooms].flatMap((name) => roomIdOf(name) ?? [])))]
    const kept = new Set(await listHearable(query, userId, heard))
    for (const id of heard.filter((other) => !kept.has(other))) for (const socket of sockets) await socket.leave(roomOf(id))
    io.local.to(personOf(userId)).emit('room:removed', { roomId, reason: toReason(reason), meRev })
  }

  return {
    room,
    person,
    /** Runs while nothing else changes what this person's sockets here hear. */
    inTurn,
    /** Somebody read a part of a room: what is left unread is counted for all their devices, on every node. */
    async partlyRead(moved: readonly Moved[]) {
      const partly = moved.filter(({ readSeq, lastSeq }) => readSeq < lastSeq)
      for (const userId of new Set(partly.map(({ cursor }) => cursor.userId))) {
        const ids = partly.filter(({ cursor }) => cursor.userId === userId).map(({ roomId }) => roomId)
        for (const { summary, meRev } of await listSomeOwnRooms(query, userId, ids)) {
          io.to(personOf(userId)).emit('room:updated', { room: summary, meRev })
        }
      }
    },
    /** Ends what was signed in on this node: told why, then closed for good. */
    endSession(sessionId: string, reason: EndedReason, until?: string) {
      for (const socket of socketsIn(sessionOf(sessionId))) {
        socket.emit('session:ended', { reason, ...(until ? { until } : {}) })
        socket.disconnect(true)
      }
    },
    sessionsOf: (userId: string): string[] => [
      ...new Set(socketsIn(personOf(userId)).map((socket) => socket.data.actor.sessionId)),
    ],
  }
}

export type CatchUp = ReturnType<typeof createCatchUp>

const REASONS: readonly RemovedReason[] = ['left', 'kicked', 'banned', 'archived', 'deleted']
const toReason = (text: string): RemovedReason => REASONS.find((reason) => reason === text) ?? 'left'

/** One run a key at a time; asked during a run, it runs once more, for what was committed since that run read. */
function singleFlight(work: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const running = new Map<string, { now: Promise<void>; next: Promise<void> | null }>()
  return function run(key: string): Promise<void> {
    const flight = running.get(key)
    if (flight) {
      flight.next ??= flight.now.then(
        () => run(key),
        () => run(key),
      )
      return flight.next
    }
    const now = work(key).finally(() => running.delete(key))
    running.set(key, { now, next: null })
    return now
  }
}
