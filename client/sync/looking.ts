import type { Ask } from '#client/connection/ask.ts'
import type { Rooms } from '#client/rooms/rooms.ts'
import type { Windows } from './windows.ts'

/** A public room on the screen of somebody who is no member is asked for news this often (ms): nobody tells them. */
const LOOK_EVERY_MS = 5_000

type Deps = { windows: Windows; rooms: Rooms; ask: Ask; isLive(): boolean; refresh(roomId: string): void }

/** Rooms on screen that the server does not tell of by itself. */
export function createLooking({ windows, rooms, ask, isLive, refresh }: Deps) {
  const isLookedAt = (roomId: string) => rooms.find(roomId)?.role === undefined

  function lookAgain() {
    if (!isLive()) return
    for (const roomId of windows.openIds()) if (isLookedAt(roomId) && rooms.find(roomId)?.kind === 'PUBLIC') refresh(roomId)
  }
  const timer = setInterval(lookAgain, LOOK_EVERY_MS)

  return {
    /** A thread that is not followed is heard for as long as the connection that opened it. */
    hear(roomId: string) {
      const room = rooms.find(roomId)
      if (!isLive() || room?.kind !== 'THREAD' || !room.parent || !isLookedAt(roomId)) return
      void ask('thread:open', room.parent).catch(() => undefined)
    },
    stop: () => clearInterval(timer),
  }
}
