import { type Database, putAtOnce, unheard } from '#client/cache/database.ts'
import type { RequestPayload } from '#protocol/requests.ts'

type Name = 'message:edit' | 'message:react'
/** What somebody changed about a message that is stored. */
export type Change = { [One in Name]: { name: One; payload: RequestPayload<One> } }[Name]
/** A change as it is kept: which tab tells it (rule C7), its place among the others, and when it was made (epoch ms). */
export type KeptChange = { key: string; tab: string; position: number; madeAt: number; change: Change }

/** Where changes are kept that the server has not confirmed. */
export type ChangeStore = {
  put(kept: KeptChange): Promise<void>
  remove(key: string): Promise<void>
  /** Those of the tabs that `isTaken` names: from now on they are `tab`'s. In the order they were made. */
  take(tab: string, isTaken: (tab: string) => boolean): Promise<KeptChange[]>
}

/** Survives a closed tab. */
export const createKeptChanges = (database: Database): ChangeStore => ({
  put: (kept) => putAtOnce(database, 'changes', kept),
  async remove(key) {
    await database.delete('changes', key)
  },
  async take(tab, isTaken) {
    // One transaction: of two tabs that look at once, one finds them.
    const tx = unheard(database.transaction('changes', 'readwrite'))
    const taken = (await tx.store.getAll()).filter((kept) => isTaken(kept.tab))
    for (const kept of taken) await tx.store.put({ ...kept, tab })
    await tx.done
    return taken.map((kept) => ({ ...kept, tab })).sort((a, b) => a.position - b.position)
  },
})

/** Lasts as long as the process: in Node, and where a browser refuses to keep anything. */
export function createMemoryChanges(): ChangeStore {
  const all = new Map<string, KeptChange>()
  return {
    async put(kept) {
      all.set(kept.key, kept)
    },
    async remove(key) {
      all.delete(key)
    },
    take: async (tab, isTaken) =>
      [...all.values()]
        .filter((kept) => isTaken(kept.tab))
        .map((kept) => ({ ...kept, tab }))
        .sort((a, b) => a.position - b.position),
  }
}
