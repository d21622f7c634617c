import { v7 as uuidv7 } from 'uuid'
import { createActions } from './actions.ts'
import type { Chat, ChatOptions } from './api.ts'
import { createSaver, type Saver } from './cache/saver.ts'
import { createConfirmations } from './confirmations.ts'
import { createConnection } from './connection/connection.ts'
import { type Device, openDevice } from './device.ts'
import { createAttaching } from './files/attaching.ts'
import { createInvites } from './invites.ts'
import { createLaterVerbs } from './later/verbs.ts'
import { createNotifications } from './notifications.ts'
import { requireBody } from './outbox/body.ts'
import { createTabs } from './outbox/tabs.ts'
import { createSearch } from './search.ts'
import { createSessions } from './sessions.ts'
import { createSides } from './sides.ts'
import { createState } from './state.ts'
import { createSync } from './sync/sync.ts'
import { createWebhookVerbs } from './webhooks.ts'
import { createWriting } from './writing.ts'

/**
 * A chat client without a screen. `connect()` starts it; `getState()` and `subscribe()` are all a screen needs to draw.
 * It runs in a browser and in Node alike. Connections, timers and storage live until `stop()`.
 */
export function createChat(options: ChatOptions): Chat {
  const { userId } = options
  const state = createState()
  const tabs = createTabs(userId, uuidv7)
  let saver: Saver | null = null
  let opening: Promise<Device> | null = null
  let isStopped = true
  let isForgotten = false

  const openOnce = (): Promise<Device> => {
    // What is written later still (by a composer that closes) must not bring back what was deleted.
    opening ??= openDevice(isForgotten ? { ...options, storage: 'memory' } : options)
    return opening
  }
  const connection = createConnection({
    options,
    tell: (next) => state.set({ connection: next, ...(next.status === 'ended' ? { starting: false } : {}) }),
    hello: (ask, hidden) => sync.hello(ask, hidden),
    onEvent: (name, payload) => sync.heard(name, payload),
    onLive: () => {
      sync.resume()
      sides.resume()
    },
    onUnanswered: () => sync.doubt(),
    onLost: () => {
      sync.pause()
      sides.pause()
    },
  })
  const sides = createSides({
    me: userId,
    tab: tabs.tab,
    state,
    connection,
    device: openOnce,
    rooms: () => sync.rooms,
    windows: () => sync.windows,
    merge: (message) => sync.merge(message),
    onUsers: (users) => saver?.users(users),
    onHead: () => saver?.head(),
  })
  const sync = createSync({
    me: userId,
    state,
    connection,
    sides,
    onSave: (roomId) => saver?.room(roomId),
    onDropAll: () => saver?.dropAll(),
    onLater: () => saver?.later(),
  })
  const actions = createActions({
    ask: connection.ask,
    people: sides.people,
    getState: state.get,
    adopt: (room) => sync.adopt(room),
    removed: (roomId) => sync.removed(roomId, 'left'),
    toldOf: (roomId) => sync.rooms.toldOf(roomId),
    merge: (message) => sync.merge(message),
    keep: sides.glimpses.keep,
  })

  const confirmations = createConfirmations({
    ask: connection.ask,
    people: sides.people,
    merge: (message) => sync.merge(message),
  })

  const later = createLaterVerbs({
    files: sides.files,
    ask: connection.ask,
    people: sides.people,
    merge: (message) => sync.merge(message),
    told: (change) => sync.later.told(change),
  })

  async function start(): Promise<void> {
    const device = openOnce()
    const isLate = () => isStopped || device !== opening
    const opened = await device
    if (isLate()) return
    const { snapshot, drafts, wishes, emoji } = await opened.load()
    if (isLate()) return
    sides.drafts.restore(drafts)
    sides.wishes.restore(wishes)
    if (snapshot) sides.emoji.restore(emoji)
    if (snapshot && sync.windows.all().length === 0) sync.restore(snapshot)
    if (opened.cache)
      saver = createSaver({
        cache: opened.cache,
        state,
        windows: sync.windows,
        epoch: sync.epoch,
        meRev: sync.rooms.meRev,
        groupsRev: sides.groups.rev,
        peopleRev: sides.people.rev,
      })
    await sides.files.restore().catch(() => undefined)
    await sides.outbox.restore().catch(() => undefined)
    await sides.changes.adopt(tabs.isGone).catch(() => undefined)
    if (isLate()) return
    opened.watch(() => {
      for (const side of [sides.outbox, sides.changes]) void side.adopt(tabs.isGone).catch(() => undefined)
    })
    connection.start()
  }

  async function stop(): Promise<void> {
    if (isStopped) return
    isStopped = true
    connection.stop()
    sync.stop()
    sides.stop()
    tabs.stop()
    const [lastSaver, lastDevice] = [saver, opening]
    saver = null
    opening = null
    await lastSaver?.stop()
    const opened = await lastDevice
    opened?.close()
  }

  return {
    ...actions,
    ...confirmations,
    ...later,
    ...createSessions(connection.ask),
    ...createWebhookVerbs(connection.ask, connection.host),
    ...createNotifications(connection.ask),
    ...createWriting({ ask: connection.ask, people: sides.people }),
    ...sides.sidebar.verbs,
    ...sides.groups.verbs,
    ...createInvites({ ask: connection.ask, people: sides.people }),
    ...createSearch({ ask: connection.ask, people: sides.people }),
    getState: state.get,
    subscribe: state.subscribe,
    ask: connection.ask,

    async connect() {
      if (isStopped) {
        isStopped = false
        if (isForgotten) opening = null
        isForgotten = false
        tabs.start()
        sync.start()
        await start()
      } else connection.start()
      if (!isStopped) await connection.settled()
    },
    stop,
    async forget() {
      const opened = await openOnce()
      isForgotten = true
      await stop()
      opening = null
      await opened.forget()
    },
    retryNow: connection.retryNow,

    diagnose: sync.diagnose,
    open: sync.open,
    loadBefore: sync.loadBefore,
    loadAfter: sync.loadAfter,
    jumpTo: sync.jumpTo,
    jumpToPresent: sync.jumpToPresent,

    send(roomId, text, more = {}) {
      const { fileIds = [] } = more
      const body = requireBody(text, fileIds.length > 0)
      const id = uuidv7()
      sides.outbox.add({
        id,
        roomId,
        body,
        writtenAt: Date.now(),
        ...(more.replyToId ? { replyToId: more.replyToId } : {}),
        ...(more.confirm ? { confirm: true } : {}),
        ...(fileIds.length > 0 ? { fileIds } : {}),
      })
      sides.files.claim(fileIds, id)
      sides.typing.set(roomId, false)
      sides.drafts.set(roomId, '')
      return id
    },
    edit: async (roomId, id, text) =>
      sides.changes.want({ name: 'message:edit', payload: { roomId, id, body: text.replace(/\r\n?/g, '\n') } }),
    react: (roomId, id, emoji, on) => sides.changes.want({ name: 'message:react', payload: { roomId, id, emoji, on } }),
    retry: sides.outbox.retry,
    discard: sides.outbox.discard,
    sendWithout: sides.outbox.sendWithout,
    ...createAttaching({ files: sides.files, getState: state.get, ask: connection.ask, people: sides.people }),

    markRead(roomId, seq) {
      sides.cursors.markRead(roomId, seq)
      sync.windows.readTo(roomId, seq)
    },
    markUnread: sides.cursors.markUnread,
    markAllRead() {
      for (const room of sync.rooms.all()) if (room.unread > 0) sides.cursors.markRead(room.id, room.lastSeq)
    },
    checkCounts: sync.checkCounts,
    glimpse: sides.glimpses.want,
    typing: sides.typing.set,
    setDraft: sides.drafts.set,
    flushDrafts: sides.drafts.flush,
    setOtherDraft: sides.drafts.setOther,
    ensureUsers: sides.people.ensure,
    watchPresence: sides.presence.watch,
    setPresence: async (change) => void (await connection.ask('presence:set', change)),
  }
}
