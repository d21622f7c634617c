import { v7 as uuidv7 } from 'uuid'
import type { Message, MessagePatch, RoomSummary, User } from '#protocol/models.ts'
import type { RequestData } from '#protocol/requests.ts'
import type { KeptHead } from './cache/database.ts'
import { createLateChanges } from './changes/late.ts'
import type { Connection } from './connection/connection.ts'
import type { Device } from './device.ts'
import { createEmoji } from './emoji.ts'
import { createFiles } from './files/files.ts'
import { createGroups } from './groups/groups.ts'
import { createNotices } from './notices.ts'
import { createOutbox } from './outbox/outbox.ts'
import { createPeople } from './people.ts'
import { createPresence } from './presence.ts'
import { withKey, withoutKey } from './records.ts'
import { createCursors } from './rooms/cursors.ts'
import { createDrafts } from './rooms/drafts.ts'
import { createGlimpses } from './rooms/glimpses.ts'
import type { Rooms } from './rooms/rooms.ts'
import { createSidebar } from './sidebar/sidebar.ts'
import { createWishes } from './sidebar/wishes.ts'
import type { State } from './state.ts'
import type { Windows } from './sync/windows.ts'
import type { Log } from './timeline/log.ts'
import type { HeldMessage } from './types.ts'
import { createTyping } from './typing.ts'

type Deps = {
  me: string
  tab: string
  state: State
  connection: Connection
  device(): Promise<Device>
  rooms(): Rooms
  windows(): Windows
  /** Merges the row of an ack; true when it can be seen from now on. */
  merge(message: Message): boolean
  onUsers(users: readonly User[]): void
  /** What is kept beside rooms and rows changed. */
  onHead(): void
}

export type Sides = ReturnType<typeof createSides>

/** What stands beside the rooms' rows: what is written, read, typed and drafted here, who is there, and who people are. */
export function createSides({ me, tab, state, connection, device, rooms, windows, merge, onUsers, onHead }: Deps) {
  const { ask, now, isLive } = connection
  const findLog = (roomId: string) => windows().findLog(roomId)

  const people = createPeople({ state, ask: now, onChange: onUsers })
  const cursors = createCursors({ me, state, rooms, findLog, ask: now, isLive, need: people.need })
  const drafts = createDrafts({
    rooms,
    state,
    ask: now,
    isLive,
    store: {
      put: (key, draft) => void device().then((opened) => opened.drafts.put(key, draft)),
      remove: (key) => void device().then((opened) => opened.drafts.remove(key)),
    },
  })
  const wishes = createWishes({
    ask: now,
    isLive,
    store: {
      put: (kept) => void device().then((opened) => opened.wishes.put(kept)),
      remove: (key) => void device().then((opened) => opened.wishes.remove(key)),
    },
    onChange: (wish) => sidebar.wished(wish),
    onDone: (wish, answer) => sidebar.confirmed(wish, answer),
  })
  const sidebar = createSidebar({ state, rooms, wishes: () => wishes, onChange: onHead })
  const groups = createGroups({ state, ask, people, onChange: onHead })
  const typing = createTyping({ me, state, ask: now })
  const notices = createNotices(state)
  const glimpses = createGlimpses({ me, state, ask: now, onUsers: people.put })
  const emoji = createEmoji({
    state,
    ask: now,
    isLive,
    store: { put: (kept) => void device().then((opened) => opened.emoji.put(kept)) },
  })
  const presence = createPresence({ state, now, isLive })
  const files = createFiles({
    store: {
      put: async (upload) => (await device()).uploads.put(upload),
      remove: async (id) => (await device()).uploads.remove(id),
      list: async (of) => (await device()).uploads.list(of),
    },
    tab,
    ask: now,
    host: connection.host,
    isLive,
    onStaleToken: () => void connection.refreshSession(),
    onChange: (roomId, all) => {
      const { uploads: held } = state.get()
      state.set({ uploads: all.length === 0 ? withoutKey(held, roomId) : withKey(held, roomId, all) })
      outbox.filesChanged(roomId)
    },
    newId: uuidv7,
  })
  const outbox = createOutbox({
    store: {
      put: async (entry) => (await device()).outbox.put(entry),
      remove: async (id) => (await device()).outbox.remove(id),
      adopt: async (to, isGone) => (await device()).outbox.adopt(to, isGone),
      list: async (of) => (await device()).outbox.list(of),
    },
    tab,
    ask: now,
    isLive,
    onStored: merge,
    onHeld: (held) =>
      setHeld(held.roomId, [...(state.get().held[held.roomId] ?? []).filter((other) => other.id !== held.id), held]),
    onRefused({ roomId, body }) {
      if (rooms().find(roomId)) return false
      drafts.keep(roomId, body)
      return true
    },
    onStaleToken: () => void connection.refreshSession(),
    files,
    onChange: (roomId, entries) => {
      const all = state.get().outbox
      state.set({ outbox: entries.length === 0 ? withoutKey(all, roomId) : withKey(all, roomId, entries) })
    },
  })

  const changes = createLateChanges({ me, tab, state, connection, device, windows, merge })

  function setHeld(roomId: string, held: readonly HeldMessage[]) {
    const all = state.get().held
    state.set({ held: held.length === 0 ? withoutKey(all, roomId) : withKey(all, roomId, held) })
  }

  /** Rows that were applied: they settle what was sent, end typing, name people, and count as delivered. */
  function rowsCame(roomId: string, rows: readonly MessagePatch[]) {
    glimpses.rowsCame(roomId, rows)
    const fresh = rows.filter((row) => row.createdAt !== undefined)
    const own = fresh.filter((row) => row.authorId === me).map((row) => row.id)
    outbox.seen(own)
    const held = state.get().held[roomId]
    if (held?.some((message) => own.includes(message.id)))
      setHeld(
        roomId,
        held.filter((message) => !own.includes(message.id)),
      )
    for (const row of fresh) typing.wrote(roomId, row.authorId)
    people.need([
      ...fresh.map((row) => row.authorId),
      ...rows.flatMap((row) => row.reacted?.map((change) => change.userId) ?? []),
    ])
    const last = fresh.filter((row) => row.authorId !== me).at(-1)
    if (last) cursors.arrived(roomId, last.seq)
  }

  return {
    people,
    cursors,
    drafts,
    typing,
    presence,
    notices,
    glimpses,
    emoji,
    outbox,
    changes,
    files,
    wishes,
    sidebar,
    groups,
    /** What was written, read and arranged here wins over what the server says of a room meanwhile. */
    withOwn: (room: RoomSummary): RoomSummary => sidebar.withOwn(drafts.withOwn(cursors.withOwn(room))),
    /** What hello asks beside the rooms, and what its answer brings. */
    helloMore: () => ({
      ...(groups.rev() === undefined ? {} : { groupsRev: groups.rev() as number }),
      ...(people.rev() === undefined ? {} : { peopleRev: people.rev() as number }),
    }),
    helloCame(answer: RequestData<'session:hello'>) {
      notices.replace(answer.notices ?? [])
      sidebar.replace(answer.sections, answer.preferences)
      groups.replace(answer.groups, answer.groupsRev)
      people.at(answer.peopleRev)
      onHead()
    },
    restore({ sections, preferences, groups: kept, groupsRev, peopleRev }: KeptHead) {
      people.at(peopleRev)
      sidebar.replace(sections, preferences)
      if (kept) groups.restore(kept, groupsRev)
    },
    rowsCame,
    /** Hello's list of what waits for a moderator replaces what was known. */
    holdAll(messages: readonly Message[]) {
      const byRoom: Record<string, HeldMessage[]> = {}
      for (const { id, roomId, body, replyToId, createdAt } of messages) {
        byRoom[roomId] ??= []
        byRoom[roomId].push({ id, roomId, body, writtenAt: Date.parse(createdAt), ...(replyToId ? { replyToId } : {}) })
      }
      state.set({ held: byRoom })
      outbox.seen(messages.map((message) => message.id))
    },
    /** The log of a room changed: acked messages whose rows can be seen now leave the outbox. */
    logChanged(roomId: string, log: Log) {
      outbox.settle(roomId, (id) => !log.ahead.some((row) => row.id === id))
    },
    /** `draft` is what stood in its field. `isLost`: one may not read it any more; else it is only not looked at. */
    roomGone(roomId: string, draft: string | undefined, isLost: boolean) {
      cursors.forget(roomId)
      glimpses.forget(roomId)
      if (!isLost) return outbox.settle(roomId, () => true)
      wishes.forget(roomId)
      changes.forget(roomId)
      drafts.lost(roomId, draft)
      for (const { body } of outbox.takeLost(roomId)) drafts.keep(roomId, body)
    },
    resume() {
      files.resume()
      outbox.resume()
      changes.resume()
      cursors.resume()
      drafts.resume()
      wishes.resume()
      presence.resume()
    },
    pause: () => typing.clear(),
    stop() {
      for (const side of [outbox, changes, files, cursors, drafts, wishes, presence, typing, notices, glimpses, emoji])
        side.stop()
    },
  }
}
