import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** One step of the schema's history. `checksum` is what Prisma keeps of it: SHA-256 of the script, in hex. */
export type Migration = { name: string; script: string; checksum: string }

export const MIGRATIONS = path.join(import.meta.dirname, 'migrations')

/** The migrations in `folder`, in the order in which they are applied: that of their names, which begin with a time. */
export async function readHistory(folder: string = MIGRATIONS): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') }
    }),
  )
}
