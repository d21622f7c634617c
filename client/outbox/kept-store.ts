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
      // One transaction: of two tabs that look at once, one finds them.
      const tx = unheard(database.transaction('outbox', 'readwrite'))
      const gone = (await tx.store.getAll())
        .filter((entry) => entry.tab !== tab && isGone(entry.tab))
        .map((entry) => ({ ...entry, tab }))
      for (const entry of gone) await tx.store.put(entry)
      await tx.done
      return inOrder(gone)
    },
    list: async (tab) => inOrder((await database.getAll('outbox')).filter((entry) => entry.tab === tab)),
  }
}
