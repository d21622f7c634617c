import type { LaterState } from '#client/types.ts'
import type { User } from '#protocol/models.ts'
import { type Database, type KeptHead, type KeptRoom, type KeptRows, unheard } from './database.ts'

/** Rooms whose rows are kept on the device; those saved longest ago go first. */
const ROWS_ROOMS = 30

export type Snapshot = { head: KeptHead; later: LaterState | undefined; rooms: KeptRoom[]; rows: KeptRows[]; users: User[] }
export type Saved = {
  head: KeptHead
  /** Where it changed. */
  later?: LaterState
  rooms: { room: KeptRoom; rows: KeptRows | null }[]
  gone: string[]
  users: User[]
}

export type Cache = ReturnType<typeof createCache>

/** What this device remembers of the rooms, so that a reload paints before the network answers. */
export function createCache(database: Database) {
  const stores = ['head', 'rooms', 'rows', 'users'] as const

  return {
    /** All that is remembered; null when there is nothing. Rows whose clock is not their room's are left out. */
    async load(): Promise<Snapshot | null> {
      const tx = unheard(database.transaction(stores))
      const [head, later, rooms, rows, users] = await Promise.all([
        tx.objectStore('head').get('head') as Promise<KeptHead | undefined>,
        tx.objectStore('head').get('later') as Promise<LaterState | undefined>,
        tx.objectStore('rooms').getAll(),
        tx.objectStore('rows').getAll(),
        tx.objectStore('users').getAll(),
      ])
      await tx.done
      if (!head) return null
      const revs = new Map(rooms.map((room) => [room.summary.id, room.rev]))
      return { head, later, rooms, rows: rows.filter((row) => revs.get(row.roomId) === row.rev), users }
    },

    /**
     * Writes rows and their clocks in one transaction (rule C6). What another tab wrote later stays: false when it is
     * ahead of all this, and a single room is left alone where it has moved on. Another history is dropped first.
     */
    async save({ head, later, rooms, gone, users }: Saved): Promise<boolean> {
      const tx = unheard(database.transaction(stores, 'readwrite'))
      const there = (await tx.objectStore('head').get('head')) as KeptHead | undefined
      if (there && there.epoch !== head.epoch) for (const name of stores) await tx.objectStore(name).clear()
      else if ((there?.meRev ?? 0) > (head.meRev ?? 0)) {
        await tx.done
        return false
      }
      await tx.objectStore('head').put(head, 'head')
      if (later) await tx.objectStore('head').put(later, 'later')
      for (const { room, rows } of rooms) {
        const { id } = room.summary
        const former = await tx.objectStore('rooms').get(id)
        if (former && former.rev > room.rev) continue
        await tx.objectStore('rooms').put(room, id)
        if (rows) await tx.objectStore('rows').put(rows)
        else await tx.objectStore('rows').delete(id)
      }
      for (const id of gone) {
        await tx.objectStore('rooms').delete(id)
        await tx.objectStore('rows').delete(id)
      }
      for (const user of users) await tx.objectStore('users').put(user, user.id)
      const old = await tx.objectStore('rows').index('savedAt').getAllKeys()
      for (const id of old.slice(0, Math.max(0, old.length - ROWS_ROOMS))) await tx.objectStore('rows').delete(id)
      await tx.done
      return true
    },

    /** Forgets the rooms; drafts and the outbox stay. */
    async drop(): Promise<void> {
      const tx = unheard(database.transaction(stores, 'readwrite'))
      for (const name of stores) await tx.objectStore(name).clear()
      await tx.done
    },
  }
}
