import { withKey, withoutKey } from '#client/records.ts'
import type { State } from '#client/state.ts'
import { hasRows, type Log, trimmed, withoutRows } from '#client/timeline/log.ts'
import { type Viewing, viewOf } from '#client/timeline/view.ts'
import type { TimelineState } from '#client/types.ts'
import type { Message, MessagePatch } from '#protocol/models.ts'

/** Rows kept of a room that is not on screen. */
const CLOSED_ROWS = 200
/** Rows kept of a room on screen whose reader stands at its end; cut once there are half as many more. */
const READ_ROWS = 1_000
/** Rooms whose rows are kept after they left the screen. */
const CLOSED_ROOMS = 30

/** What is held of one room, and what is under way for it. */
export type Window = Viewing & {
  log: Log
  /** The timeline before what waits here is drawn into it. */
  view: TimelineState | undefined
  /** How many screens show it. */
  openCount: number
  /** When it was last on screen (epoch ms); 0: never. */
  openedAt: number
  /** Rows dropped while a page is loading: they may belong to it (rule C3). Null while none is. */
  kept: MessagePatch[] | null
}

export type Windows = ReturnType<typeof createWindows>

type Deps = {
  state: State
  /** The log of a room changed. */
  onChange(roomId: string, log: Log): void
  /** The rows with what was changed here and is not told yet. */
  draw(roomId: string, messages: readonly Message[]): readonly Message[]
}

/** The rooms' logs, and the timelines drawn of them. */
export function createWindows({ state, onChange, draw }: Deps) {
  const all = new Map<string, Window>()
  /** How many screens show a room, known here or not. */
  const opens = new Map<string, number>()

  function publish(window: Window, isAgain = false) {
    const { timelines } = state.get()
    const { roomId } = window.log
    // A page of a room that is gone may still be answered: nothing of it is shown again.
    if (all.get(roomId) !== window) return
    if (window.openCount === 0 && !window.loaded) {
      window.view = undefined
      return state.set({ timelines: withoutKey(timelines, roomId) })
    }
    const view = viewOf(window.log, window, window.view)
    if (view === window.view && !isAgain) return
    window.view = view
    state.set({ timelines: withKey(timelines, roomId, { ...view, messages: draw(roomId, view.messages) }) })
  }

  function remove(roomId: string) {
    all.delete(roomId)
    state.set({ timelines: withoutKey(state.get().timelines, roomId) })
  }

  /** Rooms longest off screen keep their clock and lose their rows. */
  function shed() {
    const closed = [...all.values()].filter((window) => window.openCount === 0 && (window.loaded || hasRows(window.log)))
    for (const window of closed) {
      const log = trimmed(window.log, CLOSED_ROWS)
      if (log === window.log) continue
      window.log = log
      publish(window)
    }
    for (const window of closed.sort((a, b) => b.openedAt - a.openedAt).slice(CLOSED_ROOMS)) {
      const { log } = window
      if (log.end === null || log.lastSeq > log.end) continue
      Object.assign(window, { log: withoutRows(log, { rev: log.rev, lastSeq: log.end }), loaded: false, stale: false })
      publish(window)
    }
  }

  return {
    all: (): Window[] => [...all.values()],
    find: (roomId: string): Window | undefined => all.get(roomId),
    /** What waits here changed. */
    redraw(roomId: string) {
      const window = all.get(roomId)
      if (window) publish(window, true)
    },
    findLog: (roomId: string): Log | undefined => all.get(roomId)?.log,
    remove,

    add(log: Log, more: Partial<Viewing> = {}): Window {
      const window: Window = {
        log,
        view: undefined,
        detached: false,
        loaded: false,
        loading: null,
        stale: false,
        error: undefined,
        openCount: opens.get(log.roomId) ?? 0,
        openedAt: opens.has(log.roomId) ? Date.now() : 0,
        kept: null,
        ...more,
      }
      all.set(log.roomId, window)
      publish(window)
      return window
    },

    /** Replaces the log. A tail that grew past its bounds off screen is cut. */
    setLog(window: Window, log: Log, dropped: readonly MessagePatch[] = []) {
      window.kept?.push(...dropped)
      if (log === window.log || all.get(log.roomId) !== window) return
      const isLong = window.openCount === 0 && log.tail.messages.length > 2 * CLOSED_ROWS && !window.loading
      // The runs met: from now on it is the tail that is on screen.
      if (window.log.detached && !log.detached) window.detached = false
      window.log = isLong ? trimmed(log, CLOSED_ROWS) : log
      publish(window)
      onChange(log.roomId, window.log)
    },

    change(window: Window, change: Partial<Omit<Window, 'log'>>) {
      Object.assign(window, change)
      publish(window)
    },

    /** The reader of a room on screen has come to `seq`. At the end the rows far above are let go: a page that is open for days stays small. */
    readTo(roomId: string, seq: number) {
      const window = all.get(roomId)
      if (!window || window.detached || window.loading) return
      const { log } = window
      if (log.end === null || seq < log.end || log.tail.messages.length <= READ_ROWS * 1.5) return
      window.log = trimmed(log, READ_ROWS)
      publish(window)
    },

    openIds: (): string[] => [...opens.keys()],
    /** One more screen shows the room. */
    open(roomId: string) {
      opens.set(roomId, (opens.get(roomId) ?? 0) + 1)
      const window = all.get(roomId)
      if (!window) return
      Object.assign(window, { openCount: opens.get(roomId), openedAt: Date.now() })
      publish(window)
    },
    /** One less; the last one that leaves lets the detached run go. True when it was the last. */
    close(roomId: string): boolean {
      const count = (opens.get(roomId) ?? 1) - 1
      if (count > 0) opens.set(roomId, count)
      else opens.delete(roomId)
      const window = all.get(roomId)
      if (!window) {
        if (count <= 0) remove(roomId)
        return count <= 0
      }
      window.openCount = count
      if (count > 0) return false
      Object.assign(window, { detached: false, error: undefined, openedAt: Date.now() })
      shed()
      publish(window)
      return true
    },
  }
}
