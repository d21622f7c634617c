import { jitter } from '#client/backoff.ts'
import { type Ask, NoAnswer } from '#client/connection/ask.ts'
import type { FilesState } from '#client/files/uploads.ts'
import type { HeldMessage, OutboxEntry } from '#client/types.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import { RECONNECT_BASE_MS, RECONNECT_CAP_MS } from '#protocol/limits.ts'
import type { Message } from '#protocol/models.ts'
import type { KeptEntry, OutboxStore } from './store.ts'

/** What was written longer ago (ms) is not sent unasked: the talk has moved on. */
const STALE_MS = 24 * 60 * 60 * 1000
/** Files that the server lost go up again this often, before their message fails. */
const FILES_TRIES = 3
/** Unsent messages a tab holds at most. */
const ENTRIES_MAX = 500

type Item = {
  entry: OutboxEntry
  position: number
  tries: number
  /** Acked; drawn until its row can be seen. */
  isSettled: boolean
}

export type OutboxDeps = {
  store: OutboxStore
  tab: string
  ask: Ask
  isLive(): boolean
  /** Merges the row of an ack. True when it can be seen from now on. */
  onStored(message: Message): boolean
  onHeld(held: HeldMessage): void
  /** A message was refused for good. True when its words are kept elsewhere: no room shows it. */
  onRefused(entry: OutboxEntry): boolean
  onStaleToken(): void
  /** The files of messages: what is known of them, and what becomes of them with their message. */
  files: {
    restore(): Promise<void>
    stateOf(ids: readonly string[]): FilesState
    retry(ids: readonly string[]): void
    again(ids: readonly string[]): void
    stored(ids: readonly string[]): void
    cancel(ids: readonly string[]): void
  }
  /** A room's entries changed. */
  onChange(roomId: string, entries: readonly OutboxEntry[]): void
  random?: () => number
}

export type Outbox = ReturnType<typeof createOutbox>

/**
 * Messages written here until they are committed. Order is kept per room by having one message of a room under way: the
 * next goes when the one before is stored or has failed for good. Sending twice is harmless, the id makes them one.
 */
export function createOutbox({
  store,
  tab,
  ask,
  isLive,
  onStored,
  onHeld,
  onRefused,
  onStaleToken,
  files,
  onChange,
  random = Math.random,
}: OutboxDeps) {
  const queues = new Map<string, Item[]>()
  const byId = new Map<string, Item>()
  const underWay = new Set<string>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let position = 0

  const queueOf = (roomId: string): Item[] => queues.get(roomId) ?? []

  function setQueue(roomId: string, items: Item[]) {
    if (items.length === 0) queues.delete(roomId)
    else queues.set(roomId, items)
    onChange(
      roomId,
      items.map((item) => item.entry),
    )
  }

  function update(item: Item, change: Pick<OutboxEntry, 'state'> & { error?: OutboxEntry['error'] }) {
    const { error: _former, ...entry } = item.entry
    item.entry = { ...entry, state: change.state, ...(change.error ? { error: change.error } : {}) }
    const { roomId, id } = item.entry
    if (byId.get(id) === item) setQueue(roomId, queueOf(roomId))
  }

  /** A store that refuses to write costs the survival of a closed tab: the message is sent from memory. */
  const keep = (item: Item) => void store.put({ ...item.entry, tab, position: item.position }).catch(() => undefined)

  function drop(item: Item) {
    const { roomId, id } = item.entry
    byId.delete(id)
    setQueue(
      roomId,
      queueOf(roomId).filter((other) => other !== item),
    )
    void store.remove(id).catch(() => undefined)
  }

  /** Sends what is next in a room, unless something of it is under way or has to wait. */
  function pump(roomId: string) {
    if (!isLive() || underWay.has(roomId)) return
    const next = queueOf(roomId).find((item) => item.entry.state !== 'failed' && !item.isSettled)
    if (!next) return
    const wait = (next.entry.error?.retryAt ?? 0) - Date.now()
    if (wait > 0) return pumpLater(roomId, wait)
    const whole = next.entry.fileIds ? files.stateOf(next.entry.fileIds) : 'ready'
    // The end of an upload pumps again; what was written after it keeps its place behind it [E7].
    if (whole === 'waiting') return
    if (whole !== 'ready') {
      refused(next, whole)
      return pump(roomId)
    }
    void transmit(next)
  }

  function pumpLater(roomId: string, ms: number) {
    clearTimeout(timers.get(roomId))
    timers.set(
      roomId,
      setTimeout(() => {
        timers.delete(roomId)
        pump(roomId)
      }, ms),
    )
  }

  async function transmit(item: Item) {
    const { id, roomId, body, replyToId, confirm, fileIds } = item.entry
    underWay.add(roomId)
    update(item, { state: 'sending' })
    try {
      const more = {
        ...(replyToId ? { replyToId } : {}),
        ...(confirm ? { confirm } : {}),
        ...(fileIds ? { attachmentIds: [...fileIds] } : {}),
      }
      const answer = await ask('message:send', { id, roomId, body, ...more })
      if ('held' in answer) held(item)
      else stored(item, answer.message)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (byId.get(id) === item) refused(item, error)
    } finally {
      underWay.delete(roomId)
      pump(roomId)
    }
  }

  /** It is not to be sent any more, and its files neither. */
  function letGo(item: Item) {
    drop(item)
    files.cancel(item.entry.fileIds ?? [])
  }

  function stored(item: Item, message: Message) {
    files.stored(item.entry.fileIds ?? [])
    const isSeen = onStored(message)
    if (isSeen) return drop(item)
    item.isSettled = true
    void store.remove(item.entry.id).catch(() => undefined)
  }

  function held(item: Item) {
    const { state: _state, error: _error, ...written } = item.entry
    onHeld(written)
    drop(item)
  }

  function refused(item: Item, refusal: Refusal) {
    const { code, message } = refusal
    if (refusal instanceof NoAnswer) {
      // Unknown whether it was stored: the same id again, as soon as there is somebody to ask.
      update(item, { state: 'queued' })
    } else if (refusal.more.fields?.attachmentIds && item.tries < FILES_TRIES) {
      item.tries += 1
      update(item, { state: 'queued' })
      files.again(item.entry.fileIds ?? [])
    } else if (isRetried(code) || code === 'too_many_connections' || code === 'protocol_mismatch') {
      if (code === 'token_expired') onStaleToken()
      const wait =
        (refusal.more.retryAfterMs ?? 0) + jitter(item.tries, { base: RECONNECT_BASE_MS, cap: RECONNECT_CAP_MS, random })
      item.tries += 1
      update(item, { state: 'queued', error: { code, message, retryAt: Date.now() + wait } })
    } else if (onRefused(item.entry)) letGo(item)
    else {
      update(item, { state: 'failed', error: { code, message } })
      keep(item)
    }
  }

  function admit(entries: readonly KeptEntry[]) {
    for (const { tab: _tab, position: at, ...entry } of entries) {
      position = Math.max(position, at)
      if (byId.has(entry.id)) continue
      const isStale = entry.state !== 'failed' && Date.now() - entry.writtenAt > STALE_MS
      const restored: OutboxEntry = isStale
        ? {
            ...entry,
            state: 'failed',
            error: { code: 'unavailable', message: 'This was written more than a day ago and never sent.' },
          }
        : { ...entry, state: entry.state === 'failed' ? 'failed' : 'queued' }
      const item: Item = { entry: restored, position: at, tries: 0, isSettled: false }
      byId.set(entry.id, item)
      setQueue(
        entry.roomId,
        [...queueOf(entry.roomId), item].sort((a, b) => a.position - b.position),
      )
      pump(entry.roomId)
    }
  }

  return {
    /** Takes in what an earlier page of this tab left. */
    restore: async () => admit(await store.list(tab)),
    /** Takes over what gone tabs left (rule C7). */
    async adopt(isGone: (tab: string) => boolean) {
      const entries = await store.adopt(tab, isGone)
      await files.restore()
      admit(entries)
    },

    /** Refuses `too_large` when 500 unsent messages are held already. */
    add(entry: Pick<OutboxEntry, 'id' | 'roomId' | 'body' | 'writtenAt' | 'replyToId' | 'confirm' | 'fileIds'>) {
      if (byId.size >= ENTRIES_MAX)
        throw new Refusal('too_large', `${ENTRIES_MAX} messages wait to be sent already: send or discard some of them first.`)
      position = Math.max(position + 1, entry.writtenAt)
      const item: Item = { entry: { ...entry, state: 'queued' }, position, tries: 0, isSettled: false }
      byId.set(entry.id, item)
      setQueue(entry.roomId, [...queueOf(entry.roomId), item])
      keep(item)
      pump(entry.roomId)
    },
    /** A failed one is sent again; one that waits is sent now. */
    retry(id: string) {
      const item = byId.get(id)
      if (!item || item.entry.state === 'sending') return
      item.tries = 0
      update(item, { state: 'queued' })
      keep(item)
      files.retry(item.entry.fileIds ?? [])
      pump(item.entry.roomId)
    },
    discard(id: string) {
      const item = byId.get(id)
      if (item) letGo(item)
    },
    /** Sends it without these files. Left with nothing at all, it is discarded. */
    sendWithout(id: string, fileIds: readonly string[]) {
      const item = byId.get(id)
      if (!item || item.entry.state === 'sending') return
      const { fileIds: all = [], ...entry } = item.entry
      const left = all.filter((one) => !fileIds.includes(one))
      item.entry = { ...entry, ...(left.length > 0 ? { fileIds: left } : {}) }
      files.cancel(fileIds)
      if (left.length === 0 && entry.body.trim() === '') this.discard(id)
      else this.retry(id)
    },
    /** Uploads of a room came to an end: what waits for them may go. */
    filesChanged: (roomId: string) => pump(roomId),
    /** Messages of mine that the server told: they are committed, whether or not their ack came. */
    seen(ids: readonly string[]) {
      for (const id of ids) {
        const item = byId.get(id)
        if (!item) continue
        drop(item)
        files.stored(item.entry.fileIds ?? [])
      }
    },
    /** Acked messages of a room are drawn by their rows once `isShown` says so. */
    settle(roomId: string, isShown: (id: string) => boolean) {
      for (const item of queueOf(roomId)) if (item.isSettled && isShown(item.entry.id)) drop(item)
    },
    /** Lets go of all that is not stored in a room that is lost, and gives it. What is stored there is drawn by no row any more. */
    takeLost(roomId: string): OutboxEntry[] {
      const items = [...queueOf(roomId)]
      for (const item of items) item.isSettled ? drop(item) : letGo(item)
      return items.filter((item) => !item.isSettled).map((item) => item.entry)
    },
    /** There is a connection again: every room goes on. */
    resume() {
      for (const roomId of [...queues.keys()]) pump(roomId)
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
