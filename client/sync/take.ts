import type { Rooms } from '#client/rooms/rooms.ts'
import { type Received, receive, receiveAck, receiveSync } from '#client/timeline/frames.ts'
import { withoutRows } from '#client/timeline/log.ts'
import type { Message, MessagePatch, RoomChanges, User } from '#protocol/models.ts'
import type { RequestData } from '#protocol/requests.ts'
import type { Gaps } from './gaps.ts'
import type { Pages } from './pages.ts'
import type { Window, Windows } from './windows.ts'

/** Frames of a room nobody knows of yet: its `room:added` may be on the way. */
const STRAYS_MAX = 50

type Deps = {
  windows: Windows
  rooms: Rooms
  gaps: Gaps
  pages: Pages
  /** The server is asked for a room's summary. */
  refresh(roomId: string): void
  onUsers(users: readonly User[] | undefined): void
  /** Rows that were applied, in order. */
  onRows(roomId: string, rows: readonly MessagePatch[]): void
  /** Its rows can't be told one by one: what is kept of them elsewhere may be out of date. */
  onReset(roomId: string): void
}

export type Take = ReturnType<typeof createTake>

/** What the server tells of a room's rows goes into its log, and from there into its summary. */
export function createTake({ windows, rooms, gaps, pages, refresh, onUsers, onRows, onReset }: Deps) {
  const strays = new Map<string, RoomChanges[]>()

  function took(window: Window, { log, applied, dropped }: Received) {
    const before = window.log
    for (const frame of applied) {
      onUsers(frame.users)
      rooms.count(frame, before)
    }
    windows.setLog(window, log, dropped)
    for (const frame of applied) cameIn(log.roomId, frame.messages)
    gaps.note(log.roomId)
  }

  function cameIn(roomId: string, rows: readonly MessagePatch[]) {
    rooms.rename(roomId, rows)
    onRows(roomId, rows)
  }

  function stray(frame: RoomChanges) {
    const frames = strays.get(frame.roomId) ?? []
    if (frames.length < STRAYS_MAX) strays.set(frame.roomId, [...frames, frame])
  }

  function take(frame: RoomChanges) {
    const window = windows.find(frame.roomId)
    if (window) took(window, receive(window.log, frame))
    else stray(frame)
  }

  /** The rows can't be brought to `rev`: they are dropped, and loaded again where they are on screen. */
  function reset(roomId: string, rev: number, lastSeq: number | null) {
    const window = windows.find(roomId)
    if (!window) return
    const shown = (window.detached && window.log.detached?.messages) || null
    const around = shown?.[Math.floor(shown.length / 2)]?.seq ?? null
    Object.assign(window, { loaded: window.openCount > 0 && window.loaded, stale: window.openCount > 0, kept: window.kept && [] })
    windows.setLog(window, withoutRows(window.log, { rev, lastSeq }))
    if (window.openCount > 0) void pages.reload(window, around)
    if (lastSeq === null) refresh(roomId)
    // What its threads are called may have changed in what was left out.
    for (const threadId of rooms.threadsOf(roomId)) refresh(threadId)
    onReset(roomId)
  }

  return {
    take,
    reset,
    takeSync(roomId: string, answer: RequestData<'room:sync'>) {
      const window = windows.find(roomId)
      if (!window) return
      if ('reset' in answer) return reset(roomId, answer.rev, null)
      took(window, receiveSync(window.log, answer.changes))
    },
    /** A room's part of hello: hello's summary counts it already. */
    takeHello(changes: RoomChanges) {
      const window = windows.find(changes.roomId)
      if (!window) return
      const { log, dropped } = receiveSync(window.log, changes)
      windows.setLog(window, log, dropped)
      cameIn(changes.roomId, changes.messages)
    },
    /** An ack's row. False while it waits for the rows between it and the end that is held. */
    takeAck(message: Message): boolean {
      const window = windows.find(message.roomId)
      if (!window) return true
      windows.setLog(window, receiveAck(window.log, message))
      gaps.note(message.roomId)
      gaps.hint(message.roomId, message.rev)
      return !window.log.ahead.some((row) => row.id === message.id)
    },
    /** A room became known: what was told of it before is applied now. */
    takeStrays(roomId: string) {
      const frames = strays.get(roomId) ?? []
      strays.delete(roomId)
      for (const frame of frames) take(frame)
    },
    forgetStrays: () => strays.clear(),
  }
}
