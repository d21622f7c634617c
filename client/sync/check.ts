import type { Ask } from '#client/connection/ask.ts'
import type { Rooms } from '#client/rooms/rooms.ts'
import { Refusal } from '#protocol/errors.ts'
import { IDS_MAX, ROWS_TIMEOUT_MS } from '#protocol/limits.ts'
import type { RoomCounts, RoomSummary } from '#protocol/models.ts'
import type { Gaps } from './gaps.ts'
import type { Windows } from './windows.ts'

/** Between two comparisons (ms), each a quarter sooner or later so that clients do not come together. */
const EVERY_MS = 5 * 60_000
/** A comparison that failed is tried again after this long (ms). */
const DOUBT_AGAIN_MS = 5_000

type Deps = {
  rooms: Rooms
  windows: Windows
  gaps: Gaps
  ask: Ask
  isLive(): boolean
  isHidden(): boolean
  /** Something was read here and the server does not know of it yet. */
  isReading(roomId: string): boolean
  replace(room: RoomSummary): void
  remove(roomId: string): void
}

/**
 * Compares what is known of rooms with the server, and takes the server's word: now and then [U8], and when something that was asked is never answered, because what was told meanwhile may be lost as well [C8].
 */
export function createCheck({ rooms, windows, gaps, ask, isLive, isHidden, isReading, replace, remove }: Deps) {
  const own = (): RoomSummary[] => rooms.all().filter((room) => room.role !== undefined)

  async function repair(roomId: string): Promise<boolean> {
    try {
      replace((await ask('room:get', { roomId })).room)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code !== 'not_found') return false
      remove(roomId)
    }
    return true
  }

  /** The same moment, counted differently. A room that moved on meanwhile is compared the next time. */
  function differs(before: RoomSummary, counts: RoomCounts | undefined): boolean {
    const room = rooms.find(before.id)
    if (room !== before || isReading(before.id)) return false
    if (!counts) return true
    if (counts.rev > room.rev) gaps.heads({ [room.id]: counts.rev })
    return counts.rev === room.rev && (counts.unread !== room.unread || counts.mentionCount !== room.mentionCount)
  }

  /** Compares all rooms now. Gives how many had to be corrected; rejects where the server can't be asked. */
  async function run(): Promise<number> {
    const all = own()
    let repaired = 0
    for (let at = 0; at < all.length; at += IDS_MAX) {
      const some = all.slice(at, at + IDS_MAX)
      const { counts } = await ask('room:counts', { roomIds: some.map((room) => room.id) }, ROWS_TIMEOUT_MS)
      const byRoom = new Map(counts.map((one) => [one.roomId, one]))
      for (const room of some) {
        if (!windows.find(room.id) || !differs(room, byRoom.get(room.id))) continue
        if (await repair(room.id)) repaired += 1
      }
    }
    return repaired
  }

  /** Compares until the server could be asked, or the connection is gone: the next hello tells everything. */
  function doubt() {
    if (isDoubting) return
    isDoubting = true
    run().then(
      () => {
        isDoubting = false
      },
      () => {
        again = setTimeout(() => {
          isDoubting = false
          if (isLive()) doubt()
        }, DOUBT_AGAIN_MS)
      },
    )
  }

  let timer: ReturnType<typeof setTimeout>
  let again: ReturnType<typeof setTimeout> | undefined
  let isDoubting = false
  function later() {
    timer = setTimeout(
      () => {
        later()
        if (isLive() && !isHidden()) void run().catch(() => undefined)
      },
      EVERY_MS * (0.75 + Math.random() / 2),
    )
  }
  later()

  return {
    run,
    doubt,
    stop() {
      clearTimeout(timer)
      clearTimeout(again)
    },
  }
}
