import { Refusal } from '#protocol/errors.ts'
import type { FilesState, Uploads, UploadsDeps } from './uploads.ts'

/** What takes files up. It is fetched when somebody attaches one, or finds some on the device: most pages need none of it. */
export const loadUploads = () => import('./uploads.ts')

/** Uploads as everything else sees them: there is nothing to do for files as long as there are none. */
export function createFiles(deps: UploadsDeps, load = loadUploads) {
  let uploads: Uploads | null = null
  /** What is kept on the device was taken in. Until then nothing can be said of files that are not known here. */
  let isRestored = false

  async function needed(): Promise<Uploads> {
    const { createUploads } = await load()
    uploads ??= createUploads(deps)
    return uploads
  }

  /** Takes in what is kept under this tab's name: of an earlier page, or of tabs that are gone (rule C7). */
  async function restore(): Promise<void> {
    const kept = await deps.store.list(deps.tab).catch(() => [])
    const taker = kept.length > 0 ? await needed() : null
    isRestored = true
    taker?.restore(kept)
  }

  return {
    restore,
    needed,
    blobOf: (id: string) => uploads?.blobOf(id) ?? null,
    stateOf(ids: readonly string[]): FilesState {
      if (!isRestored) return 'waiting'
      return (
        uploads?.stateOf(ids) ??
        new Refusal('not_found', 'The files of this message are not on this device any more. Attach them again.')
      )
    },
    describe: (id: string, alt: string) => uploads?.describe(id, alt) ?? false,
    tellAll: async (ids: readonly string[]) => uploads?.tellAll(ids),
    claim: (ids: readonly string[], messageId: string) => uploads?.claim(ids, messageId),
    retry: (ids: readonly string[]) => uploads?.retry(ids),
    again: (ids: readonly string[]) => uploads?.again(ids),
    stored: (ids: readonly string[]) => uploads?.stored(ids),
    cancel: (ids: readonly string[]) => uploads?.cancel(ids),
    resume() {
      uploads?.resume()
      // What takes files up could not be fetched before, without the network.
      if (!isRestored) void restore().catch(() => undefined)
    },
    stop: () => uploads?.stop(),
  }
}

export type Files = ReturnType<typeof createFiles>
