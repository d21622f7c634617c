import { type Cache, createCache, type Snapshot } from './cache/cache.ts'
import { type Database, deleteDatabase, openDatabase } from './cache/database.ts'
import { createKeptStore } from './outbox/kept-store.ts'
import { createMemoryStore, type OutboxStore } from './outbox/store.ts'
import type { DraftStore } from './rooms/drafts.ts'
import type { ChatOptions } from './types.ts'

/** Entries of tabs that are gone are looked for this often (ms). */
const ADOPT_EVERY_MS = 5_000

export type Device = {
  outbox: OutboxStore
  drafts: DraftStore
  /** Null where nothing is kept. */
  cache: Cache | null
  load(): Promise<{ snapshot: Snapshot | null; drafts: [string, string][] }>
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
    drafts: database ? keptDrafts(database) : { put() {}, remove() {} },
    cache,
    async load() {
      if (!database || !cache) return { snapshot: null, drafts: [] }
      try {
        const [keys, bodies] = await Promise.all([database.getAllKeys('drafts'), database.getAll('drafts')])
        return { snapshot: await cache.load(), drafts: keys.map((key, index) => [key, bodies[index] ?? '']) }
      } catch {
        return { snapshot: null, drafts: [] }
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
  put: (roomId, body) => void database.put('drafts', body, roomId).catch(() => undefined),
  remove: (roomId) => void database.delete('drafts', roomId).catch(() => undefined),
})
