import type { OutboxEntry } from '#client/types.ts'

/** An entry as it is kept: which tab sends it (rule C7), and its place among the others. */
export type KeptEntry = OutboxEntry & { tab: string; position: number }

/** Where unsent messages are kept. One contract suite runs on both stores. */
export type OutboxStore = {
  put(entry: KeptEntry): Promise<void>
  remove(id: string): Promise<void>
  /** Makes every entry whose tab `isGone` the entry of `tab`, and gives all of them in the order they were written. Files go along. */
  adopt(tab: string, isGone: (tab: string) => boolean): Promise<KeptEntry[]>
  /** The entries of `tab`, in the order they were written. */
  list(tab: string): Promise<KeptEntry[]>
}

export const inOrder = (entries: KeptEntry[]): KeptEntry[] => entries.sort((a, b) => a.position - b.position)

/** Lasts as long as the process: in Node, and where a browser refuses to keep anything. */
export function createMemoryStore(): OutboxStore {
  const entries = new Map<string, KeptEntry>()
  const of = (isWanted: (entry: KeptEntry) => boolean) => inOrder([...entries.values()].filter(isWanted))

  return {
    async put(entry) {
      entries.set(entry.id, entry)
    },
    async remove(id) {
      entries.delete(id)
    },
    async adopt(tab, isGone) {
      const gone = of((entry) => entry.tab !== tab && isGone(entry.tab)).map((entry) => ({ ...entry, tab }))
      for (const entry of gone) entries.set(entry.id, entry)
      return gone
    },
    list: async (tab) => of((entry) => entry.tab === tab),
  }
}
