import type { RoomChanges } from '#protocol/models.ts'
import type { Moved } from '#server/core/cursors/shared.ts'
import type { Counts } from '#server/metrics/counts.ts'
import type { Clocks } from './clocks.ts'
import { type Apart, toldApart } from './told-apart.ts'
import { BEHIND, type ChatServer, personOf, roomOf, socketsIn } from './types.ts'

/** Commits of one room answer in any order; a frame that came early waits this long for the one before it. */
const EARLY_MS = 50

/** Loses a part of all broadcasts on purpose, for tests: `drop=0.01` is one in a hundred. */
export const createDrop = (faults: string | undefined, random = Math.random) => {
  const share = Number(faults?.replace('drop=', '') ?? 0)
  return () => share > 0 && random() < share
}

type Deps = {
  io: ChatServer
  clocks: Clocks
  counts: Counts
  isDropped: () => boolean
  /** The other nodes are to compare this room with the database now. */
  tellNews: (roomId: string) => void
}

/** Tells the members of rooms what was committed: this node's sockets first, then the other nodes. Encoded once a frame. */
export function createFanout({ io, clocks, counts, isDropped, tellNews }: Deps) {
  const early = new Map<string, { frames: RoomChanges[]; timer: NodeJS.Timeout }>()

  function tell(frame: RoomChanges) {
    if (isDropped()) return
    counts.told(frame, io.of('/').adapter.rooms.get(roomOf(frame.roomId))?.size ?? 0)
    const apart = toldApart(frame)
    if (apart) return tellApart(frame.roomId, apart)
    io.to(roomOf(frame.roomId)).except(BEHIND).emit('room:changes', frame)
    clocks.saw(frame)
  }

  /** Here at once. Other nodes are told that there is news and read it, since between nodes a frame is one for all. */
  function tellApart(roomId: string, { confirmers, shared, of }: Apart) {
    for (const userId of confirmers) {
      const frame = of(userId)
      for (const socket of socketsIn(io, personOf(userId)))
        if (socket.rooms.has(roomOf(roomId)) && !socket.rooms.has(BEHIND)) socket.emit('room:changes', frame)
    }
    io.local
      .to(roomOf(roomId))
      .except([BEHIND, ...confirmers.map(personOf)])
      .emit('room:changes', shared)
    clocks.saw(shared)
    tellNews(roomId)
  }

  function release(roomId: string) {
    const held = early.get(roomId)
    if (!held) return
    clearTimeout(held.timer)
    early.delete(roomId)
    for (const frame of held.frames.sort((a, b) => a.rev - b.rev)) tell(frame)
  }

  return {
    /** A commit of this node. Frames of a room leave in the order of their revs where the wait is short. */
    announce(frame: RoomChanges) {
      counts.committed(frame)
      const at = clocks.rooms.get(frame.roomId)
      const held = early.get(frame.roomId)
      if (at !== undefined && frame.prev > at) {
        if (held) held.frames.push(frame)
        else early.set(frame.roomId, { frames: [frame], timer: setTimeout(() => release(frame.roomId), EARLY_MS) })
        return
      }
      tell(frame)
      if (held) release(frame.roomId)
    },

    /** Cursors that moved: one's own to all of one's devices at once, the others' where few enough people are in the room. */
    moved(moved: readonly Moved[]) {
      for (const { roomId, cursor, readSeq, meRev, isShared } of moved) {
        io.to(personOf(cursor.userId)).emit('room:cursors', { roomId, cursors: [{ ...cursor, readSeq }], meRev })
        clocks.sawPerson(cursor.userId, meRev)
        if (isShared)
          io.to(roomOf(roomId))
            .except([personOf(cursor.userId), BEHIND])
            .emit('room:cursors', { roomId, cursors: [cursor] })
      }
    },

    close() {
      for (const roomId of [...early.keys()]) release(roomId)
    },
  }
}

export type Fanout = ReturnType<typeof createFanout>
