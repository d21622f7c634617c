import { type Database, putAtOnce, unheard } from '#client/cache/database.ts'
import { inOrder, type OutboxStore } from './store.ts'

/** Survives a closed tab. A browser that refuses to write leaves the message in memory, where it is sent from all the same. */
export function createKeptStore(database: Database): OutboxStore {
  return {
    put: (entry) => putAtOnce(database, 'outbox', entry),
    async remove(id) {
      await database.delete('outbox', id)
    },
    async adopt(tab, isGone) {
      // One transaction: of two tabs that look at once, one finds them, each message with its files.
      const tx = unheard(database.transaction(['outbox', 'uploads'], 'readwrite'))
      const [entries, uploads] = [tx.objectStore('outbox'), tx.objectStore('uploads')]
      const isTaken = (one: { tab: string }) => one.tab !== tab && isGone(one.tab)
      const gone = (await entries.getAll()).filter(isTaken).map((entry) => ({ ...entry, tab }))
      for (const entry of gone) await entries.put(entry)
      for (const upload of (await uploads.getAll()).filter(isTaken)) await uploads.put({ ...upload, tab })
      await tx.done
      return inOrder(gone)
    },
    list: async (tab) => inOrder((await database.getAll('outbox')).filter((entry) => entry.tab === tab)),
  }
}
