import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Storage, StorageFull } from './storage.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT'])

/** A folder of this machine, or one that all socket hosts mount. */
export function createDiskStorage(folder: string): Storage {
  const at = (key: string) => path.join(folder, key)

  return {
    async put(key, bytes) {
      const target = at(key)
      const draft = `${target}.${randomUUID()}`
      try {
        await mkdir(path.dirname(target), { recursive: true })
        const file = await open(draft, 'wx', 0o600)
        try {
          await file.writeFile(bytes)
          // A part that was acknowledged is there after a power cut too.
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(draft, target)
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined)
        throw FULL.has((error as NodeJS.ErrnoException).code ?? '')
          ? new StorageFull('the disk is full', { cause: error })
          : error
      }
    },
    async read(key, from, to) {
      // Opened here, so that what is not there is told before an answer begins.
      const file = await open(at(key))
      return file.createReadStream({ start: from, end: to - 1 })
    },
    remove: (prefix) => rm(at(prefix), { recursive: true, force: true }),
  }
}
