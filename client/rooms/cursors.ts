import type { Ask } from '#client/connection/ask.ts'
import { withKey, withoutKey } from '#client/records.ts'
import type { State } from '#client/state.ts'
import type { Log } from '#client/timeline/log.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import { CURSORS_MAX_MEMBERS } from '#protocol/limits.ts'
import type { RoomCursor, RoomSummary } from '#protocol/models.ts'
import { countRead } from './count.ts'
import type { Rooms } from './rooms.ts'

/** Reading and delivery are told at most this often (ms) a room. */
const EVERY_MS = 1_000

type Deps = {
  me: string
  state: State
  rooms(): Rooms
  findLog(roomId: string): Log | undefined
  ask: Ask
  isLive(): boolean
  /** People whom a receipt names. */
  need(ids: readonly string[]): void
}

export type Cursors = ReturnType<typeof createCursors>

/** How far one has read, and the others. One's own cursor moves here at once and is told when there is a connection. */
export function createCursors({ me, state, rooms, findLog, ask, isLive, need }: Deps) {
  /** Read here, not confirmed yet. */
  const pending = new Map<string, number>()
  const delivered = new Map<string, number>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const toldAt = new Map<string, number>()

  /** Runs at once, or when the last time is a second ago, and not before `least` ms. */
  function soon(key: string, run: () => void, least = 0) {
    if (timers.has(key)) return
    // At most as long as that, so that a clock that was set back delays nothing.
    const wait = Math.max(least, Math.min(EVERY_MS, (toldAt.get(key) ?? 0) + EVERY_MS - Date.now()))
    const timer = setTimeout(() => {
      timers.delete(key)
      toldAt.set(key, Date.now())
      run()
    }, wait)
    timers.set(key, timer)
  }

  async function tellRead(roomId: string) {
    const seq = pending.get(roomId)
    if (seq === undefined || !isLive()) return
    try {
      const { readSeq } = await ask('room:read', { roomId, seq })
      if (pending.get(roomId) === seq) pending.delete(roomId)
      rooms().read(roomId, readSeq, false)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (!isRetried(error.code)) pending.delete(roomId)
      // Without a connection the next one tells it.
      else if (isLive()) soon(`read ${roomId}`, () => void tellRead(roomId), error.more.retryAfterMs ?? EVERY_MS)
    }
  }

  function tellDelivered(roomId: string) {
    const seq = delivered.get(roomId)
    delivered.delete(roomId)
    if (seq !== undefined && isLive()) void ask('room:delivered', { roomId, seq }).catch(() => undefined)
  }

  function merge(roomId: string, cursors: readonly RoomCursor[]) {
    const byUser = new Map((state.get().cursors[roomId] ?? []).map((cursor) => [cursor.userId, cursor]))
    for (const { userId, deliveredSeq, readSeq } of cursors) {
      const former = byUser.get(userId)
      // Receipts never go back, and frames of them may overtake each other.
      byUser.set(userId, {
        userId,
        deliveredSeq: Math.max(deliveredSeq, former?.deliveredSeq ?? 0),
        readSeq: Math.max(readSeq, former?.readSeq ?? 0),
      })
    }
    state.set({ cursors: withKey(state.get().cursors, roomId, [...byUser.values()]) })
    need([...byUser.keys()])
  }

  return {
    markRead(roomId: string, seq: number) {
      const room = rooms().find(roomId)
      if (!room || room.role === undefined || seq <= room.readSeq || seq <= (pending.get(roomId) ?? 0)) return
      pending.set(roomId, Math.min(seq, room.lastSeq))
      rooms().read(roomId, Math.min(seq, room.lastSeq), false)
      soon(`read ${roomId}`, () => void tellRead(roomId))
    },
    async markUnread(roomId: string, seq: number) {
      pending.delete(roomId)
      const { readSeq } = await ask('room:read', { roomId, seq, back: true })
      rooms().read(roomId, readSeq, true)
    },
    /** Read here, and the server may not know of it yet. */
    isReading: (roomId: string): boolean => pending.has(roomId),
    /** What was read here wins over a summary that does not know of it yet. */
    withOwn(room: RoomSummary): RoomSummary {
      const seq = pending.get(room.id) ?? 0
      return seq > room.readSeq ? countRead(room, findLog(room.id), seq).room : room
    },
    /** Somebody else's message arrived. Told where people see it. */
    arrived(roomId: string, seq: number) {
      const room = rooms().find(roomId)
      if (!room || !isShared(room)) return
      delivered.set(roomId, Math.max(seq, delivered.get(roomId) ?? 0))
      soon(`delivered ${roomId}`, () => tellDelivered(roomId), EVERY_MS)
    },
    /** The room is on screen: what was told of the others before is asked for. Best effort [K4]. */
    opened(roomId: string) {
      const room = rooms().find(roomId)
      if (!room || !isShared(room)) return
      void ask('room:receipts', { roomId }).then(
        ({ cursors }) =>
          merge(
            roomId,
            cursors.filter((cursor) => cursor.userId !== me),
          ),
        () => undefined,
      )
    },
    /** `room:cursors`. */
    told({ roomId, cursors, meRev }: { roomId: string; cursors: RoomCursor[]; meRev?: number | undefined }) {
      const own = cursors.find((cursor) => cursor.userId === me)
      if (own && meRev !== undefined && rooms().isNews(roomId, meRev))
        rooms().read(roomId, Math.max(own.readSeq, pending.get(roomId) ?? 0), true)
      const others = cursors.filter((cursor) => cursor.userId !== me)
      if (others.length > 0) merge(roomId, others)
    },
    forget(roomId: string) {
      pending.delete(roomId)
      state.set({ cursors: withoutKey(state.get().cursors, roomId) })
    },
    resume() {
      for (const roomId of pending.keys()) soon(`read ${roomId}`, () => void tellRead(roomId))
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}

/** Members of direct rooms and small ones are told how far the others are. */
export const isShared = ({ kind, role, memberCount }: RoomSummary): boolean =>
  role !== undefined && (kind === 'DIRECT' || (kind !== 'THREAD' && memberCount <= CURSORS_MAX_MEMBERS))
