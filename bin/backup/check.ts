import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { readHistory } from '#prisma/history.ts'
import { WrongEnvironment } from '#server/env.ts'
import { FILES, type Manifest, tableFile } from './manifest.ts'

/** Reads a whole backup and compares every byte with its manifest. Throws `WrongEnvironment` naming the first thing that is not as it was written. */
export async function checkBackup(folder: string, manifest: Manifest): Promise<void> {
  await requireKnown(manifest)
  for (const { name, sha256 } of manifest.tables) await requireSame(path.join(folder, tableFile(name)), sha256)
  for (const { key, sha256 } of manifest.files ?? []) await requireSame(path.join(folder, FILES, key), sha256)
}

async function requireSame(file: string, sha256: string): Promise<void> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  } catch (error) {
    throw new WrongEnvironment(`${file} can't be read (${(error as NodeJS.ErrnoException).code}): this backup is not whole.`)
  }
  if (hash.digest('hex') !== sha256)
    throw new WrongEnvironment(`${file} is not what was written: this backup is damaged. Use another.`)
}

/** The migrations it was made after must be this version's own, from the first on. */
async function requireKnown({ version, migrations }: Manifest): Promise<void> {
  const known = await readHistory()
  const foreign = migrations.find(({ name, checksum }, i) => known[i]?.name !== name || known[i].checksum !== checksum)
  if (foreign)
    throw new WrongEnvironment(
      `This backup was made by version ${version}, whose migration ${foreign.name} is not known here: restore it with that version or a newer one.`,
    )
}
