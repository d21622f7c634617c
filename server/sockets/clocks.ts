import type { RoomChanges } from '#protocol/models.ts'
import { type ChatServer, personOf, roomIdOf } from './types.ts'

/**
 * What this node's sockets were told: the rev of each room that somebody here hears, the meRev of each person who is
 * connected here. The reconciler compares them with the database.
 */
export function createClocks() {
  const rooms = new Map<string, number>()
  const people = new Map<string, number>()
  const start = (clock: Map<string, number>, id: string, at: number) => {
    // Somebody here may have been told less than a newcomer reads: only the first one sets the clock.
    if (!clock.has(id)) clock.set(id, at)
  }
  const advance = (clock: Map<string, number>, id: string, to: number) => {
    const at = clock.get(id)
    if (at !== undefined && to > at) clock.set(id, to)
  }

  return {
    rooms: rooms as ReadonlyMap<string, number>,
    people: people as ReadonlyMap<string, number>,
    startRoom: (roomId: string, rev: number) => start(rooms, roomId, rev),
    startPerson: (userId: string, meRev: number) => start(people, userId, meRev),
    forgetRoom: (roomId: string) => void rooms.delete(roomId),
    forgetPerson: (userId: string) => void people.delete(userId),
    /** The room's sockets were brought to `rev`, whatever they had before. */
    caughtUpRoom: (roomId: string, rev: number) => advance(rooms, roomId, rev),
    caughtUpPerson: (userId: string, meRev: number) => advance(people, userId, meRev),
    /** A frame went out here. It moves the clock only if it joins on: what lies before it may be missing. */
    saw({ roomId, prev, rev }: Pick<RoomChanges, 'roomId' | 'prev' | 'rev'>) {
      const at = rooms.get(roomId)
      if (at !== undefined && prev <= at) advance(rooms, roomId, rev)
    },
    /** A person was told of their next change, and of nothing in between. */
    sawPerson(userId: string, meRev: number) {
      if (people.get(userId) === meRev - 1) people.set(userId, meRev)
    },
  }
}

export type Clocks = ReturnType<typeof createClocks>

/** Keeps no clock of what nobody here hears any more. */
export function forgetUnheard(io: ChatServer, clocks: Clocks): void {
  io.of('/').adapter.on('delete-room', (name: string) => {
    const roomId = roomIdOf(name)
    if (roomId) clocks.forgetRoom(roomId)
    else if (name.startsWith(personOf(''))) clocks.forgetPerson(name.slice(personOf('').length))
  })
}
