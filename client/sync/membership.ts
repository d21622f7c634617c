import type { Rooms } from '#client/rooms/rooms.ts'
import { emptyLog, hasRows, withoutRows } from '#client/timeline/log.ts'
import type { RemovedReason } from '#protocol/events.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { Gaps } from './gaps.ts'
import type { Pages } from './pages.ts'
import type { Take } from './take.ts'
import type { Windows } from './windows.ts'

type Deps = {
  me: string
  windows: Windows
  rooms: Rooms
  gaps: Gaps
  pages: Pages
  take: Take
  /** The people a room names. */
  need(ids: readonly string[]): void
  /** With the draft that stood there. `isLost`: it may not be read any more. */
  onRemoved(roomId: string, draft: string | undefined, isLost: boolean): void
}

export type Membership = ReturnType<typeof createMembership>

/** Rooms that come, change and go. */
export function createMembership({ me, windows, rooms, gaps, pages, take, need, onRemoved }: Deps) {
  /** A room's summary is here: it gets a log, or its log learns how far the room is. */
  function know(room: RoomSummary) {
    const window = windows.find(room.id)
    if (room.members) need(room.members)
    if (!window) {
      windows.add(emptyLog(room, me))
      return take.takeStrays(room.id)
    }
    const { log } = window
    if (log.rev >= room.rev && log.end !== null) return
    // Nothing is held that could be out of date, so the log may start where the summary is.
    if (!hasRows(log) && !window.loading)
      windows.setLog(window, withoutRows(log, { rev: Math.max(log.rev, room.rev), lastSeq: room.lastSeq }))
    else gaps.hint(room.id, room.rev)
  }

  /** Its threads go with it: who may not read a room may not read them. */
  function remove(roomId: string, isLost = true) {
    for (const threadId of rooms.threadsOf(roomId)) remove(threadId, isLost)
    const draft = rooms.find(roomId)?.draft
    rooms.remove(roomId)
    windows.remove(roomId)
    onRemoved(roomId, draft, isLost)
  }

  return {
    know,
    remove,
    /** A summary from an answer or an event. */
    adopt(room: RoomSummary): RoomSummary {
      rooms.adopt(room)
      know(room)
      const window = windows.find(room.id)
      if (window && window.openCount > 0) void pages.ensure(window)
      return rooms.find(room.id) ?? room
    },
    /** Told by the server. A room that is on screen and open to all stays there, without a member. */
    removed(roomId: string, reason: RemovedReason | undefined) {
      const room = rooms.find(roomId)
      const isLookedAt = (windows.find(roomId)?.openCount ?? 0) > 0
      if (room && reason === 'left' && isLookedAt && (room.kind === 'PUBLIC' || room.kind === 'THREAD')) {
        onRemoved(roomId, room.draft, true)
        rooms.change(
          roomId,
          ({ role: _role, draft: _draft, draftAt: _written, toConfirm: _waiting, remindedAt: _at, ...rest }) => ({
            ...rest,
            unread: 0,
            mentionCount: 0,
          }),
        )
      } else remove(roomId)
    },
    /** The last screen that showed a room let go: one that was only looked at is forgotten. */
    leftScreen(roomId: string) {
      const room = rooms.find(roomId)
      if (room && room.role === undefined) remove(roomId, false)
    },
  }
}
