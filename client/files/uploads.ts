import { jitter } from '#client/backoff.ts'
import { type Ask, NoAnswer } from '#client/connection/ask.ts'
import type { Upload } from '#client/types.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import { ATTACHMENTS_MAX, RECONNECT_BASE_MS, RECONNECT_CAP_MS } from '#protocol/limits.ts'
import { climb } from './climb.ts'
import { createPartSize } from './put-part.ts'
import type { KeptUpload, UploadStore } from './store.ts'
import { whyNot } from './why-not.ts'

/** Files that go up at once. */
const AT_ONCE = 2

type Item = { upload: Upload; blob: Blob; begun: boolean; position: number; tries: number; abort: AbortController | null }

export type UploadsDeps = {
  store: UploadStore
  tab: string
  ask: Ask
  host(): string
  isLive(): boolean
  onStaleToken(): void
  /** A room's uploads changed. */
  onChange(roomId: string, uploads: readonly Upload[]): void
  newId(): string
}

/** What a message waits for: nothing, its files, or never, and why. */
export type FilesState = 'ready' | 'waiting' | Refusal

/**
 * Files from the moment they are attached until the message that carries them is stored: kept on the device with their bytes, taken up
 * a few at once, again wherever they stopped [E4, E7].
 */
export function createUploads({ store, tab, ask, host, isLive, onStaleToken, onChange, newId }: UploadsDeps) {
  const items = new Map<string, Item>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const size = createPartSize()
  let position = 0

  const ofRoom = (roomId: string): Upload[] =>
    [...items.values()].filter(({ upload }) => upload.roomId === roomId).map(({ upload }) => upload)
  const tell = (roomId: string) => onChange(roomId, ofRoom(roomId))

  function update(item: Item, change: Partial<Upload>) {
    const { error: _error, ...rest } = item.upload
    item.upload = { ...('error' in change ? item.upload : rest), ...change }
    if (items.get(item.upload.id) === item) tell(item.upload.roomId)
  }

  function keep({ upload, blob, begun, position: at }: Item) {
    const { state: _state, sent: _sent, ...kept } = upload
    void store.put({ ...kept, blob, begun, position: at, tab }).catch(() => undefined)
  }

  function pump() {
    if (!isLive()) return
    const running = [...items.values()].filter((item) => item.abort !== null).length
    const waiting = [...items.values()].filter(
      ({ upload, abort }) => upload.state === 'waiting' && abort === null && (upload.error?.retryAt ?? 0) <= Date.now(),
    )
    for (const item of waiting.slice(0, Math.max(0, AT_ONCE - running))) void run(item)
  }

  async function run(item: Item) {
    const { id, roomId, name } = item.upload
    const abort = new AbortController()
    item.abort = abort
    update(item, { state: 'uploading' })
    try {
      const file = await climb(
        { id, roomId, name, blob: item.blob, begun: item.begun },
        {
          ...{ ask, host, size, signal: abort.signal },
          onBegun() {
            if (item.begun) return
            item.begun = true
            keep(item)
          },
          onSent: (sent) => {
            if (sent > item.upload.sent) item.tries = 0
            update(item, { sent, state: sent < item.blob.size ? 'uploading' : 'finishing' })
          },
        },
      )
      if (abort.signal.aborted) return
      item.upload = { ...item.upload, file }
      await tellWords(item)
      if (abort.signal.aborted) return
      update(item, { state: 'ready', sent: item.blob.size })
      keep(item)
    } catch (error) {
      if (abort.signal.aborted) return
      if (!(error instanceof Refusal)) throw error
      refused(item, error)
    } finally {
      item.abort = null
      pump()
    }
  }

  /** What the server does not know yet of what a picture shows. */
  const isUntold = ({ upload: { file, alt = '' } }: Item) => file?.width !== undefined && alt !== (file.alt ?? '')

  async function tellWords(item: Item) {
    const { id, alt = '' } = item.upload
    if (isUntold(item)) item.upload = { ...item.upload, file: (await ask('file:describe', { id, alt })).file }
  }

  function refused(item: Item, refusal: Refusal) {
    const { code, message } = refusal
    // An address that ended, a part that is too many: asking how much is there mends it. Its end is told by `begin`.
    const isMended = ['not_found', 'token_expired'].includes(code) && item.tries < 3
    if (code === 'token_expired' && refusal instanceof NoAnswer === false) onStaleToken()
    if (!isMended && !isRetried(code)) {
      item.begun = false
      update(item, { state: 'failed', error: { code, message } })
      keep(item)
      return
    }
    size.failed()
    const wait =
      (refusal.more.retryAfterMs ?? 0) +
      jitter(item.tries, { base: RECONNECT_BASE_MS, cap: RECONNECT_CAP_MS, random: Math.random })
    item.tries += 1
    // Without an answer there is nothing to tell: it goes on with the next connection.
    const isTold = !(refusal instanceof NoAnswer) && refusal.more.retryAfterMs !== undefined
    update(item, { state: 'waiting', error: { code, message: isTold ? message : '', retryAt: Date.now() + wait } })
    const timer = setTimeout(() => {
      timers.delete(timer)
      pump()
    }, wait)
    timers.add(timer)
  }

  function admit(upload: Upload, blob: Blob, begun: boolean, at: number): Item {
    position = Math.max(position, at)
    const item: Item = { upload, blob, begun, position: at, tries: 0, abort: null }
    items.set(upload.id, item)
    return item
  }

  function restart(item: Item) {
    item.tries = 0
    update(item, { state: 'waiting' })
    pump()
  }

  function forget(id: string, isCancelled: boolean) {
    const item = items.get(id)
    if (!item) return
    items.delete(id)
    item.abort?.abort()
    tell(item.upload.roomId)
    void store.remove(id).catch(() => undefined)
    // What the server does not hear of, it sweeps.
    if (isCancelled && item.begun) void ask('file:drop', { id }).catch(() => undefined)
    pump()
  }

  function adopted(kept: readonly KeptUpload[]) {
    for (const { blob, begun, position: at, tab: _tab, ...upload } of kept) {
      if (items.has(upload.id)) continue
      const state = upload.file ? 'ready' : upload.error && !upload.error.retryAt ? 'failed' : 'waiting'
      const { error, ...rest } = upload
      admit(
        { ...rest, ...(state === 'failed' && error ? { error } : {}), state, sent: upload.file ? upload.size : 0 },
        blob,
        begun,
        at,
      )
    }
    // Only now: a message waits for all of its files.
    for (const roomId of new Set(kept.map((one) => one.roomId))) tell(roomId)
    pump()
  }

  return {
    /** Takes in what is kept: of an earlier page, or of tabs that are gone (rule C7). */
    restore: adopted,
    /** Files for a room: they go up at once, or say why they can't. `maxBytes`: 0 where it is not known. Throws `too_large` past ten. */
    add(roomId: string, files: readonly File[], maxBytes: number) {
      const held = ofRoom(roomId).filter((upload) => !upload.messageId).length
      if (held + files.length > ATTACHMENTS_MAX)
        throw new Refusal('too_large', `A message carries at most ${ATTACHMENTS_MAX} files. Send the others in another one.`)
      for (const file of files) {
        const { type, size: bytes } = file
        const name = file.name || 'file'
        const error = whyNot(name, bytes, maxBytes)
        const upload: Upload = { id: newId(), roomId, name, type, size: bytes, state: 'waiting', sent: 0 }
        keep(admit(error ? { ...upload, state: 'failed', error } : upload, file, false, position + 1))
      }
      tell(roomId)
      pump()
    },
    /** A message carries them from now on: they leave the composer. */
    claim(ids: readonly string[], messageId: string) {
      for (const id of ids) {
        const item = items.get(id)
        if (!item) continue
        update(item, { ...(item.upload.error ? { error: item.upload.error } : {}), messageId })
        keep(item)
        if (item.upload.state === 'ready' && isUntold(item)) restart(item)
      }
    },
    /** What a picture shows; told to the server before its message goes. False for what is not held here. */
    describe(id: string, alt: string): boolean {
      const item = items.get(id)
      if (!item) return false
      item.upload = { ...item.upload, alt }
      keep(item)
      tell(item.upload.roomId)
      return true
    },
    /** Whole ones, with what describes them: rejects with what the server refused. */
    async tellAll(ids: readonly string[]) {
      for (const id of ids) {
        const item = items.get(id)
        if (item) await tellWords(item)
      }
    },
    stateOf(ids: readonly string[]): FilesState {
      for (const id of ids) {
        const upload = items.get(id)?.upload
        if (!upload) return new Refusal('not_found', 'A file of this message is not on this device any more. Attach it again.')
        if (upload.state === 'failed') return new Refusal(upload.error?.code ?? 'invalid', upload.error?.message ?? '')
      }
      const isReady = (item: Item | undefined) => item?.upload.state === 'ready' && !isUntold(item)
      return ids.every((id) => isReady(items.get(id))) ? 'ready' : 'waiting'
    },
    /** Those that failed are tried again. */
    retry(ids: readonly string[]) {
      for (const id of ids) {
        const item = items.get(id)
        if (item?.upload.state === 'failed') restart(item)
      }
    },
    /** The server has lost them: they go up anew. */
    again(ids: readonly string[]) {
      for (const id of ids) {
        const item = items.get(id)
        if (!item || item.abort) continue
        const { file: _file, ...rest } = item.upload
        item.upload = rest
        restart(item)
      }
    },
    /** Their message is stored. */
    stored: (ids: readonly string[]) => {
      for (const id of ids) forget(id, false)
    },
    cancel: (ids: readonly string[]) => {
      for (const id of ids) forget(id, true)
    },
    /** Its bytes, for a picture of it. */
    blobOf: (id: string): Blob | null => items.get(id)?.blob ?? null,
    resume() {
      for (const { upload } of items.values()) if (upload.error?.retryAt && upload.error.message === '') upload.error.retryAt = 0
      pump()
    },
    stop() {
      for (const timer of timers) clearTimeout(timer)
      for (const item of items.values()) item.abort?.abort()
    },
  }
}

export type Uploads = ReturnType<typeof createUploads>
