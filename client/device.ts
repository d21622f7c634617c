import type { ChatOptions } from './api.ts'
import { type Cache, createCache, type Snapshot } from './cache/cache.ts'
import { type Database, deleteDatabase, openDatabase, putAtOnce, unheard } from './cache/database.ts'
import type { EmojiStore, KeptEmoji } from './emoji.ts'
import { createKeptUploads, createNoUploads, type UploadStore } from './files/store.ts'
import { createKeptStore } from './outbox/kept-store.ts'
import { createMemoryStore, type OutboxStore } from './outbox/store.ts'
import type { DraftStore, KeptDraft } from './rooms/drafts.ts'
import type { KeptWish, WishStore } from './sidebar/wishes.ts'

/** Entries of tabs that are gone are looked for this often (ms). */
const ADOPT_EVERY_MS = 5_000

export type Device = {
  outbox: OutboxStore
  uploads: UploadStore
  /** Null where nothing is kept. */
  database: Database | null
  drafts: DraftStore
  emoji: EmojiStore
  wishes: WishStore
  /** Null where nothing is kept. */
  cache: Cache | null
  load(): Promise<{
    snapshot: Snapshot | null
    drafts: [string, KeptDraft | string][]
    emoji: KeptEmoji | null
    wishes: KeptWish[]
  }>
  /** Runs `look` now and then until the device is closed. */
  watch(look: () => void): void
  close(): void
  forget(): Promise<void>
}

/** What this device keeps for a person: IndexedDB in a browser that lets it, memory elsewhere. */
export async function openDevice({ userId, storage }: Pick<ChatOptions, 'userId' | 'storage'>): Promise<Device> {
  const database = storage === 'indexeddb' ? await openDatabase(userId) : null
  const cache = database && createCache(database)
  let timer: ReturnType<typeof setInterval> | undefined

  function close() {
    clearInterval(timer)
    database?.close()
  }

  return {
    outbox: database ? createKeptStore(database) : createMemoryStore(),
    uploads: database ? createKeptUploads(database) : createNoUploads(),
    database,
    drafts: database ? keptDrafts(database) : { put() {}, remove() {} },
    emoji: { put: (kept) => void database?.put('emoji', kept, 'emoji').catch(() => undefined) },
    wishes: database ? keptWishes(database) : { put() {}, remove() {} },
    cache,
    async load() {
      const nothing = { snapshot: null, drafts: [], emoji: null, wishes: [] }
      if (!database || !cache) return nothing
      try {
        const [keys, drafts] = await Promise.all([database.getAllKeys('drafts'), database.getAll('drafts')])
        return {
          snapshot: await cache.load(),
          drafts: keys.map((key, index) => [key, drafts[index] ?? '']),
          emoji: (await database.get('emoji', 'emoji')) ?? null,
          wishes: await database.getAllFromIndex('wishes', 'at'),
        }
      } catch {
        return nothing
      }
    },
    watch(look) {
      if (!database) return
      look()
      timer = setInterval(look, ADOPT_EVERY_MS)
    },
    close,
    async forget() {
      close()
      if (storage === 'indexeddb') await deleteDatabase(userId)
    },
  }
}

const keptDrafts = (database: Database): DraftStore => ({
  put: (key, draft) => void putAtOnce(database, 'drafts', draft, key).catch(() => undefined),
  remove: (key) => void database.delete('drafts', key).catch(() => undefined),
})

/** In the order in which they were first wanted. */
const keptWishes = (database: Database): WishStore => ({
  put: (kept) => void putWish(database, kept).catch(() => undefined),
  remove: (key) => void database.delete('wishes', key).catch(() => undefined),
})

async function putWish(database: Database, kept: KeptWish): Promise<void> {
  const tx = unheard(database.transaction('wishes', 'readwrite'))
  const former = await tx.store.get(kept.key)
  await tx.store.put({ ...kept, at: former?.at ?? Date.now() })
  await tx.done
}
