import { type DBSchema, deleteDB, type IDBPDatabase, openDB, type StoreKey, type StoreNames, type StoreValue } from 'idb'
import type { KeptChange } from '#client/changes/store.ts'
import type { KeptEmoji } from '#client/emoji.ts'
import type { KeptUpload } from '#client/files/store.ts'
import type { KeptEntry } from '#client/outbox/store.ts'
import type { KeptDraft } from '#client/rooms/drafts.ts'
import type { KeptWish } from '#client/sidebar/wishes.ts'
import type { LaterState } from '#client/types.ts'
import type { Group } from '#protocol/groups.ts'
import type { Message, RoomSummary, User } from '#protocol/models.ts'
import type { Preferences, Section } from '#protocol/sidebar.ts'

/** Raised when what is kept changes its shape: everything but what was written and arranged here is then dropped, and loaded again. */
const VERSION = 5

/** Where this device is. Everything in the other stores belongs to this history (`epoch`). */
export type KeptHead = {
  epoch: string
  meRev: number | undefined
  me: User
  sections?: Section[]
  preferences?: Preferences
  groups?: Group[]
  groupsRev?: number | undefined
  peopleRev?: number | undefined
}
/** A room's summary, and the clock of its rows. */
export type KeptRoom = { summary: RoomSummary; rev: number }
/** The newest rows of a room: complete up to `rev`. */
export type KeptRows = { roomId: string; rev: number; messages: readonly Message[]; hasBefore: boolean; savedAt: number }

interface Schema extends DBSchema {
  /** `head`, and under `later` what one has for later, as of the head's clock. */
  head: { key: string; value: KeptHead | LaterState }
  rooms: { key: string; value: KeptRoom }
  rows: { key: string; value: KeptRows; indexes: { savedAt: number } }
  users: { key: string; value: User }
  /** Drafts the server has not confirmed, by room. */
  drafts: { key: string; value: KeptDraft | string }
  /** The installation's own emoji: one row. */
  emoji: { key: string; value: KeptEmoji }
  outbox: { key: string; value: KeptEntry }
  /** Edits and reactions the server has not confirmed. */
  changes: { key: string; value: KeptChange }
  /** Files that wait for their message to be stored. */
  uploads: { key: string; value: KeptUpload }
  /** Arrangements the server has not confirmed, in the order of `at` (epoch ms). */
  wishes: { key: string; value: KeptWish & { at: number }; indexes: { at: number } }
}

export type Database = IDBPDatabase<Schema>

/** A browser that does not open its storage within this time (ms) is not waited for. Safari is known to hang there. */
const OPEN_MS = 3_000

const nameOf = (userId: string) => `parley:${userId}`

const open = (userId: string): Promise<Database> =>
  openDB<Schema>(nameOf(userId), VERSION, {
    upgrade(database) {
      for (const name of ['head', 'rooms', 'rows', 'users', 'emoji'] as const)
        if (database.objectStoreNames.contains(name)) database.deleteObjectStore(name)
      database.createObjectStore('head')
      database.createObjectStore('rooms')
      database.createObjectStore('rows', { keyPath: 'roomId' }).createIndex('savedAt', 'savedAt')
      database.createObjectStore('users')
      database.createObjectStore('emoji')
      if (!database.objectStoreNames.contains('drafts')) database.createObjectStore('drafts')
      if (!database.objectStoreNames.contains('wishes'))
        database.createObjectStore('wishes', { keyPath: 'key' }).createIndex('at', 'at')
      if (!database.objectStoreNames.contains('changes')) database.createObjectStore('changes', { keyPath: 'key' })
      if (!database.objectStoreNames.contains('uploads')) database.createObjectStore('uploads', { keyPath: 'id' })
      if (!database.objectStoreNames.contains('outbox')) database.createObjectStore('outbox', { keyPath: 'id' })
    },
    // Another tab signs out or brings a newer version: it must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })

/**
 * Opens what this device keeps for a person. Null where the browser keeps nothing (private windows, no storage left), and
 * where it does not answer.
 */
export async function openDatabase(userId: string): Promise<Database | null> {
  if (typeof indexedDB === 'undefined') return null
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const opening = open(userId)
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, OPEN_MS, null)
    })
    const opened = await Promise.race([opening, late])
    if (!opened) void opening.then((tooLate) => tooLate.close()).catch(() => undefined)
    return opened
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}

/** For a transaction in which a request may fail, as on a full device: that is told by the request, its end needs no listener. */
export const unheard = <Tx extends { done: Promise<void> }>(tx: Tx): Tx => {
  tx.done.catch(() => undefined)
  return tx
}

/**
 * Keeps what somebody wrote, also when their page is gone a moment later: its commit is asked for with it. A transaction that
 * waits until the page has heard of its request is rolled back with the page.
 */
export async function putAtOnce<Name extends StoreNames<Schema>>(
  database: Database,
  name: Name,
  value: StoreValue<Schema, Name>,
  key?: StoreKey<Schema, Name>,
): Promise<void> {
  const tx = unheard(database.transaction(name, 'readwrite'))
  const stored = tx.store.put(value, key)
  tx.commit()
  await stored
  await tx.done
}

/** Deletes all that is kept for a person on this device: at once, or when a frozen tab that has it open is gone. */
export async function deleteDatabase(userId: string): Promise<void> {
  if (typeof indexedDB === 'undefined') return
  await new Promise<void>((resolve, reject) => {
    deleteDB(nameOf(userId), { blocked: () => resolve() }).then(resolve, reject)
  })
}
