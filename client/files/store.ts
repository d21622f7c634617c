import type { Database } from '#client/cache/database.ts'
import type { Upload } from '#client/types.ts'

/** An upload as it is kept: with its bytes, and the tab that sends it (rule C7). `begun`: the server knows it. */
export type KeptUpload = Omit<Upload, 'state' | 'sent'> & { blob: Blob; tab: string; position: number; begun: boolean }

/** Where files are kept until the message that carries them is stored. */
export type UploadStore = {
  put(upload: KeptUpload): Promise<void>
  remove(id: string): Promise<void>
  /** Those of `tab`, in the order they were attached. What gone tabs left becomes its own with their messages (`OutboxStore.adopt`). */
  list(tab: string): Promise<KeptUpload[]>
}

/** Survives a closed tab. A browser that refuses to write leaves the file in memory, from where it goes up all the same. */
export const createKeptUploads = (database: Database): UploadStore => ({
  async put(upload) {
    await database.put('uploads', upload)
  },
  async remove(id) {
    await database.delete('uploads', id)
  },
  list: async (tab) =>
    (await database.getAll('uploads')).filter((one) => one.tab === tab).sort((a, b) => a.position - b.position),
})

/** Keeps nothing beyond the page: who holds the uploads holds their bytes. */
export const createNoUploads = (): UploadStore => ({
  put: async () => undefined,
  remove: async () => undefined,
  list: async () => [],
})
