import type pg from 'pg'
import type { EndedReason, RemovedReason } from '#protocol/events.ts'
import { readChanges } from '#server/core/messages/read.ts'
import { createPeople } from '#server/core/people/people.ts'
import { listLostRooms, listOwnClocks, listSomeOwnRooms } from '#server/core/rooms/summaries.ts'
import { listHearable } from '#server/core/sync/hello.ts'
import { namedIn } from '#server/core/sync/named.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Clocks } from './clocks.ts'
import { type ChatServer, type ChatSocket, personOf, roomIdOf, roomOf, sessionOf } from './types.ts'

/** Nobody: what is told to a whole room says nothing of who looks. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Brings this node's sockets from what they were told to what the database says. The same for what was committed
 * elsewhere, for a lost publish, and for a web host's writes, so none of them is a case of its own.
 */
export function createCatchUp(io: ChatServer, pool: pg.Pool, clocks: Clocks) {
  const query = queryOn(pool)
  const people = createPeople(query)

  const socketsIn = (name: string): ChatSocket[] => {
    const ids = io.of('/').adapter.rooms.get(name) ?? new Set<string>()
    return [...ids].flatMap((id) => io.of('/').sockets.get(id) ?? [])
  }

  /** Reads once and tells whole rows to everybody here; a gap too long for a frame is told as a head, and clients sync. */
  const room = singleFlight(async (roomId: string) => {
    const from = clocks.rooms.get(roomId)
    if (from === undefined) return
    const read = await readChanges(query, roomId, NOBODY, from)
    if (!read) return
    if ('reset' in read) io.local.to(roomOf(roomId)).emit('room:heads', { heads: { [roomId]: read.rev } })
    else if (read.changes.rev > from) {
      const users = await people.get([...namedIn(read.changes.messages)])
      io.local.to(roomOf(roomId)).emit('room:changes', { ...read.changes, users })
    }
    clocks.caughtUpRoom(roomId, 'reset' in read ? read.rev : read.changes.rev)
  })

  /** Rooms that somebody entered, left or has otherwise: their sockets here join before the rows are read [C2]. */
  const person = singleFlight(async (userId: string) => {
    const since = clocks.people.get(userId)
    const sockets = socketsIn(personOf(userId)).filter((socket) => socket.data.isReady)
    if (since === undefined || sockets.length === 0) return
    const lost = await listLostRooms(query, userId, since)
    const moved = (await listOwnClocks(query, userId)).filter((own) => own.meRev > since)
    const fresh = new Set(moved.filter((own) => !sockets[0]?.rooms.has(roomOf(own.id))).map((own) => own.id))
    for (const own of moved) {
      for (const socket of sockets) if (!socket.rooms.has(roomOf(own.id))) await socket.join(roomOf(own.id))
      clocks.startRoom(own.id, own.rev)
    }
    const rooms = await listSomeOwnRooms(
      query,
      userId,
      moved.map((own) => own.id),
    )
    const named = await people.get(rooms.flatMap((own) => own.summary.members ?? []))
    for (const user of named) io.local.to(personOf(userId)).emit('user:updated', { user })
    for (const { summary, meRev } of rooms.sort((a, b) => a.meRev - b.meRev)) {
      io.local.to(personOf(userId)).emit(fresh.has(summary.id) ? 'room:added' : 'room:updated', { room: summary, meRev })
    }
    for (const gone of lost) await leave(userId, sockets, gone)
    clocks.caughtUpPerson(userId, Math.max(since, ...rooms.map((own) => own.meRev), ...lost.map((gone) => gone.meRev)))
  })

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
