import type { Snapshot } from '#client/cache/cache.ts'
import type { Ask } from '#client/connection/ask.ts'
import type { Connection } from '#client/connection/connection.ts'
import { isHidden } from '#client/connection/page.ts'
import { createLater } from '#client/later/state.ts'
import { withKey, withoutKey } from '#client/records.ts'
import { createRefresh } from '#client/rooms/refresh.ts'
import { createRooms } from '#client/rooms/rooms.ts'
import type { Sides } from '#client/sides.ts'
import type { State } from '#client/state.ts'
import { emptyLog } from '#client/timeline/log.ts'
import type { RemovedReason } from '#protocol/events.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { createCheck } from './check.ts'
import { diagnose } from './diagnosis.ts'
import { createEvents } from './events.ts'
import { createGaps } from './gaps.ts'
import { createHello } from './hello.ts'
import { createLooking } from './looking.ts'
import { createMembership } from './membership.ts'
import { createPages } from './pages.ts'
import { createTake } from './take.ts'
import { createTold } from './told.ts'
import { createWindows, type Window } from './windows.ts'

type Deps = {
  me: string
  state: State
  connection: Connection
  sides: Sides
  /** A room changed: it is to be written to the device. */
  onSave(roomId: string): void
  onDropAll(): void
  /** What one has for later changed: it is to be written to the device. */
  onLater(): void
}

export type Sync = ReturnType<typeof createSync>

/** Keeps rooms, rows and summaries where the server is, and tells what is on screen. */
export function createSync({ me, state, connection, sides, onSave, onDropAll, onLater }: Deps) {
  const { ask, now, isLive } = connection
  const windows = createWindows({
    state,
    draw: sides.changes.draw,
    onChange: (roomId, log) => {
      sides.logChanged(roomId, log)
      setBehind(roomId)
      onSave(roomId)
    },
  })
  const refresh = createRefresh({
    ask,
    toldOf: (roomId) => rooms.toldOf(roomId),
    onRoom: (room) => void membership.adopt(room),
    onRefused: refused,
  })
  const rooms = createRooms({
    state,
    findLog: windows.findLog,
    onDoubt: refresh.ask,
    withOwn: sides.withOwn,
    myGroups: sides.groups.mine,
    onChange: onSave,
  })
  const gaps = createGaps({
    windows,
    ask: now,
    isLive,
    take: (roomId, answer) => take.takeSync(roomId, answer),
    onBehind: setBehind,
    reset: (roomId) => take.reset(roomId, 0, null),
  })
  const pages = createPages({ windows, gaps, ask, findRoom: rooms.find, onUsers: sides.people.put })
  const take = createTake({
    windows,
    rooms,
    gaps,
    pages,
    refresh: refresh.ask,
    onUsers: sides.people.put,
    onRows: sides.rowsCame,
    onReset: sides.glimpses.forget,
  })
  const membership = createMembership({
    me,
    windows,
    rooms,
    gaps,
    pages,
    take,
    need: sides.people.need,
    onRemoved: sides.roomGone,
  })
  const later = createLater({ state, onMeRev: rooms.reach, onChange: onLater })
  const hello = createHello({ windows, rooms, gaps, take, membership, knowsLater: later.isWhole, dropAll, refresh: refresh.ask })
  let looking: ReturnType<typeof createLooking> | null = null
  let check: ReturnType<typeof createCheck> | null = null
  const checkDeps = {
    ...{ rooms, windows, gaps, ask, isLive, isHidden },
    isReading: sides.cursors.isReading,
    replace: (room: RoomSummary) => void membership.adopt(room),
    remove: (roomId: string) => membership.remove(roomId),
  }

  const events = createEvents(createTold({ me, state, sides, rooms, membership, gaps, take, later }))

  function setBehind(roomId: string) {
    const { behind } = state.get()
    const by = gaps.behind(roomId)
    const next = by === 0 ? withoutKey(behind, roomId) : withKey(behind, roomId, by)
    if (next !== behind) state.set({ behind: next })
  }

  /** Another history: nothing held counts. What is on screen stays open and is loaded again. */
  function dropAll() {
    for (const { log } of windows.all()) membership.remove(log.roomId, false)
    sides.emoji.forget()
    later.drop()
    onDropAll()
  }

  function refused(roomId: string, refusal: { code: string; toError(): NonNullable<Window['error']> }) {
    if (windows.find(roomId) || !windows.openIds().includes(roomId)) return
    const error = refusal.toError()
    state.set({
      timelines: withKey(state.get().timelines, roomId, {
        messages: [],
        hasBefore: false,
        hasAfter: false,
        loading: null,
        empty: true,
        error,
      }),
    })
  }

  /** Everything on screen gets what it lacks. */
  function ensureOpen(roomId: string) {
    if (!isLive()) return
    const window = windows.find(roomId)
    if (!window || !rooms.find(roomId)) return void refresh.now(roomId)
    looking?.hear(roomId)
    sides.cursors.opened(roomId)
    void pages.ensure(window)
  }

  /** A verb about a room whose window may not be there (yet): then it does nothing. */
  const onWindow =
    (verb: (window: Window) => Promise<void>) =>
    async (roomId: string): Promise<void> => {
      const window = windows.find(roomId)
      if (window) await verb(window)
    }

  return {
    rooms,
    windows,
    later,
    epoch: hello.epoch,
    heard: events.heard,
    adopt: membership.adopt,
    removed: (roomId: string, reason: RemovedReason) => membership.removed(roomId, reason),
    merge: (message: Message): boolean => take.takeAck(message),

    async hello(ask: Ask, hidden: boolean): Promise<{ expiresAt: string; serverTime: string }> {
      events.hold()
      const answer = await ask('session:hello', { ...hello.payload(), ...sides.helloMore(), hidden })
      sides.people.put([answer.user, ...answer.users])
      hello.apply(answer)
      later.hello(answer.later)
      sides.holdAll(answer.held)
      sides.helloCame(answer)
      sides.emoji.at(answer.emojiRev)
      const { id, node } = answer.connection
      const host = { connection: id, node, epoch: answer.epoch }
      state.set({
        me: answer.user,
        starting: false,
        host,
        linkPreviews: answer.linkPreviews ?? false,
        mayInvite: answer.mayInvite ?? false,
        fileMaxBytes: answer.fileMaxBytes ?? 0,
      })
      events.release()
      return answer
    },

    /** Paints what the device remembers, before the network answers. */
    restore({ head, later: remembered, rooms: kept, rows, users }: Snapshot) {
      if (remembered) later.restore(remembered)
      sides.people.put(users)
      sides.restore(head)
      hello.restore({ epoch: head.epoch, meRev: head.meRev })
      const rowsOf = new Map(rows.map((row) => [row.roomId, row]))
      state.set({
        me: head.me,
        starting: false,
        rooms: Object.fromEntries(kept.map(({ summary }) => [summary.id, sides.withOwn(summary)])),
      })
      for (const { summary, rev } of kept) {
        const held = rowsOf.get(summary.id)
        const last = held?.messages.at(-1)
        const log = emptyLog({ id: summary.id, rev, lastSeq: last?.seq ?? summary.lastSeq }, me)
        windows.add(held && last ? { ...log, tail: { messages: held.messages, hasBefore: held.hasBefore } } : log, {
          loaded: last !== undefined,
        })
      }
    },

    resume() {
      for (const roomId of windows.openIds()) ensureOpen(roomId)
      for (const { log } of windows.all()) gaps.note(log.roomId)
    },
    /** The connection is gone: what it owed is owed by hello. */
    pause() {
      gaps.clear()
    },
    start() {
      looking = createLooking({ windows, rooms, ask: now, isLive, refresh: (roomId) => void refresh.now(roomId) })
      check = createCheck(checkDeps)
    },
    stop() {
      gaps.clear()
      refresh.stop()
      looking?.stop()
      check?.stop()
    },

    open(roomId: string): () => void {
      windows.open(roomId)
      ensureOpen(roomId)
      let isLetGo = false
      return () => {
        if (isLetGo) return
        isLetGo = true
        if (windows.close(roomId)) membership.leftScreen(roomId)
      }
    },
    doubt: () => check?.doubt(),
    checkCounts: async (): Promise<number> => (await check?.run()) ?? 0,
    diagnose: (roomId: string) => diagnose({ state, windows, rooms, wishes: sides.wishes.all().length }, roomId),
    loadBefore: onWindow(pages.before),
    loadAfter: onWindow(pages.after),
    jumpToPresent: onWindow(pages.toPresent),
    jumpTo: (roomId: string, seq: number) => onWindow((window) => pages.jumpTo(window, seq))(roomId),
  }
}
