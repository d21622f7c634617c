import { withKey, withoutKey } from '#client/records.ts'
import type { State } from '#client/state.ts'
import type { Log } from '#client/timeline/log.ts'
import type { MessagePatch, RoomChanges, RoomSummary } from '#protocol/models.ts'
import { countFrame, countOnTop, countRead } from './count.ts'
import { mayRename, renamed } from './subjects.ts'

export type Rooms = ReturnType<typeof createRooms>

type Deps = {
  state: State
  findLog(roomId: string): Log | undefined
  /** Counts can't be told from what is held: the server is asked for the summary. */
  onDoubt(roomId: string): void
  /** What was written here and the server has not confirmed wins over what it says meanwhile. */
  withOwn(room: RoomSummary): RoomSummary
  /** Groups whose mentions are one's own. */
  myGroups(): ReadonlySet<string>
  onChange(roomId: string): void
}

/** The summaries of rooms: what hello and events say of them, and what frames do to them in between. */
export function createRooms({ state, findLog, onDoubt, withOwn, myGroups, onChange }: Deps) {
  /** The person's clock: every change up to it is here. */
  let meRev: number | undefined
  /** Where hello put it: what was told of up to here is in hello. */
  let floor = 0
  /** The clock of the latest change that was told of a room, also of one that is gone. */
  const toldAt = new Map<string, number>()

  const find = (roomId: string): RoomSummary | undefined => state.get().rooms[roomId]

  function set(room: RoomSummary) {
    const next = withOwn(room)
    const former = find(room.id)
    if (former && isSame(former, next)) return
    state.set({ rooms: withKey(state.get().rooms, room.id, next) })
    onChange(room.id)
  }

  /** The clock itself moves only without a hole, so that hello tells what was missed. */
  function reach(at: number) {
    if (meRev !== undefined && at === meRev + 1) meRev = at
  }

  /** False for what was told already. */
  function isNews(roomId: string, at: number): boolean {
    reach(at)
    if (at <= floor || at < (toldAt.get(roomId) ?? 0)) return false
    toldAt.set(roomId, at)
    return true
  }

  /** A summary that was asked for, or told: facts and counts of a newer one win, what came since is counted on top. */
  function adopt(room: RoomSummary) {
    const known = find(room.id)
    if (!known || known.rev <= room.rev) return set(room)
    const counted = { ...countOnTop(room, findLog(room.id), known, myGroups()), ...facts(known) }
    set(counted)
    // What was confirmed since the summary was read can't be told from it.
    // Nor what was deleted, hidden or the like since: only new messages are counted on top.
    const isChanged = known.rev - room.rev !== known.lastSeq - room.lastSeq && room.unread > 0
    if (isChanged || counted.toConfirm !== known.toConfirm) onDoubt(room.id)
  }

  function read(roomId: string, seq: number, mayGoBack: boolean) {
    const room = find(roomId)
    if (!room || room.readSeq === seq || (!mayGoBack && seq < room.readSeq)) return
    const counted = countRead(room, findLog(roomId), seq, myGroups())
    set(counted.room)
    if (!counted.sure) onDoubt(roomId)
  }

  return {
    find,
    adopt,
    read,
    isNews,
    reach,
    meRev: () => meRev,
    /** The clock of what was told of a room last, also when it is gone. */
    toldOf: (roomId: string): number | undefined => toldAt.get(roomId),
    all: (): RoomSummary[] => Object.values(state.get().rooms),
    threadsOf: (roomId: string): string[] =>
      Object.values(state.get().rooms)
        .filter((room) => room.parent?.roomId === roomId)
        .map((room) => room.id),
    /** Hello's word: the person is at `at`, whatever was heard before. */
    startAt(at: number | undefined) {
      meRev = at
      floor = at ?? 0
      toldAt.clear()
    },
    /** Hello's summaries are of one snapshot: they replace. */
    replace: set,
    change(roomId: string, change: (room: RoomSummary) => RoomSummary) {
      const room = find(roomId)
      if (room) set(change(room))
    },
    /** A frame was applied to the log that was `before`. */
    count(frame: RoomChanges, before: Log) {
      const room = find(frame.roomId)
      if (!room) return
      const counted = countFrame(room, frame, before, myGroups())
      set(counted.room)
      if (!counted.sure) onDoubt(room.id)
    },
    /** Rows of a room were applied: its threads go by the words of their messages. */
    rename(roomId: string, rows: readonly MessagePatch[]) {
      const changed = rows.filter(mayRename)
      if (changed.length === 0) return
      const threads = Object.values(state.get().rooms).filter((room) => room.parent?.roomId === roomId)
      for (const row of changed)
        for (const { id, parent } of threads) {
          const room = parent?.messageId === row.id ? find(id) : undefined
          if (room) set(renamed(room, row))
        }
    },
    remove(roomId: string) {
      if (!find(roomId)) return
      state.set({ rooms: withoutKey(state.get().rooms, roomId) })
      onChange(roomId)
    },
  }
}

/** What everybody sees of a room: it moves with the room's rev. */
function facts(room: RoomSummary): Partial<RoomSummary> {
  const { kind, memberCount, archived, slowModeSeconds, posting, factsRev } = room
  return {
    kind,
    memberCount,
    archived,
    slowModeSeconds,
    ...(posting ? { posting } : {}),
    ...(factsRev === undefined ? {} : { factsRev }),
    ...(room.name === undefined ? {} : { name: room.name }),
    ...(room.topic === undefined ? {} : { topic: room.topic }),
    ...(room.members ? { members: room.members } : {}),
    ...(room.pins === undefined ? {} : { pins: room.pins }),
    ...(room.previews === undefined ? {} : { previews: room.previews }),
  }
}

function isSame(a: RoomSummary, b: RoomSummary): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof RoomSummary>
  return [...keys].every((key) => a[key] === b[key])
}
