import { backlogOf, cutOff } from './backlog.ts'
import type { Clocks } from './clocks.ts'
import { BEHIND, type ChatServer, type ChatSocket, roomIdOf } from './types.ts'

/** Past this a connection hears no live events until it has drained, and catches up then. */
export const SOFT_BYTES = 262_144
/** Below this it has drained. */
const DRAINED_BYTES = 32_768
/** Past this it is closed once it took nothing for a second: it comes back with hello and gets what it lacks. */
export const HARD_BYTES = 1_048_576
const HARD_STILL_MS = 1_000
/** Past this it is closed whatever it reads. One answer to a hello may be more than the hard mark, and is let through. */
const LIMIT_BYTES = 8_388_608
/** So is one that took nothing for this long while something waited. */
const STALLED_MS = 10_000
const LOOK_EVERY_MS = 250

/** Why it is closed: too much waited for it, or it took nothing for too long. */
export type Why = 'full' | 'stalled'

type Slow = { taken: number; batch: object; since: number }

/**
 * Keeps slow connections from filling this node's memory [S4]. Socket.IO has no bound of its own (socketio/engine.io#420).
 * One that is past the soft mark joins `BEHIND`, which every live broadcast leaves out; once it has drained it is told the
 * clocks of its rooms, and asks for what it missed.
 */
export function createBackpressure(deps: {
  io: ChatServer
  clocks: Clocks
  /** It hears live events again, and was told the clocks of its rooms. */
  onDrained: (socket: ChatSocket) => void
  onClose: (socket: ChatSocket, why: Why) => void
  stalledMs?: number | undefined
}) {
  const { io, clocks, stalledMs = STALLED_MS } = deps
  const slow = new Map<ChatSocket, Slow>()

  function close(socket: ChatSocket, why: Why) {
    deps.onClose(socket, why)
    cutOff(socket)
  }

  function look(socket: ChatSocket, now: number) {
    const backlog = backlogOf(socket)
    if (socket.rooms.has(BEHIND) && (backlog?.bytes ?? 0) < DRAINED_BYTES) drained(socket)
    if (!backlog || backlog.bytes === 0) {
      slow.delete(socket)
      return
    }
    const before = slow.get(socket)
    const moved = !before || backlog.taken !== before.taken || backlog.batch !== before.batch
    const since = moved ? now : before.since
    slow.set(socket, { taken: backlog.taken, batch: backlog.batch, since })
    const stillMs = now - since
    if (backlog.bytes > LIMIT_BYTES || (backlog.bytes > HARD_BYTES && stillMs >= HARD_STILL_MS)) close(socket, 'full')
    else if (stillMs >= stalledMs) close(socket, 'stalled')
    else if (backlog.bytes > SOFT_BYTES && !socket.rooms.has(BEHIND)) void socket.join(BEHIND)
  }

  /** Out of `BEHIND` first: what is told from now on comes live, what was told before is in the clocks. */
  function drained(socket: ChatSocket) {
    void socket.leave(BEHIND)
    const heads: Record<string, number> = {}
    for (const name of socket.rooms) {
      const roomId = roomIdOf(name)
      const rev = roomId === null ? undefined : clocks.rooms.get(roomId)
      if (roomId !== null && rev !== undefined) heads[roomId] = rev
    }
    socket.emit('room:heads', { heads })
    deps.onDrained(socket)
  }

  const timer = setInterval(() => {
    const now = performance.now()
    for (const socket of io.of('/').sockets.values()) look(socket, now)
  }, LOOK_EVERY_MS)
  timer.unref()

  return {
    /** A connection ended: nothing of it is kept. */
    forget: (socket: ChatSocket) => void slow.delete(socket),
    close: () => clearInterval(timer),
  }
}
