import { existsSync, readFileSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { WrongEnvironment } from '#server/env.ts'
import { openStorage } from '#server/files/storage.ts'
import { MANIFEST } from './backup/manifest.ts'
import { writeBackup } from './backup/write.ts'
import { withDatabase } from './open-database.ts'
import { loadSettings } from './settings.ts'
import { step } from './step.ts'
import { readVersion } from './version.ts'

const USAGE = `npm run backup [-- --to FOLDER] [--keep N] [--without-files]

Writes everything to FOLDER/parley-<time> (FOLDER: backups) while people go on writing. --keep N removes all but the newest N.
--without-files leaves out what the bucket or DATA_DIR/files holds.`

const NAME = /^parley-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$/

/** `npm run backup`: a hot, consistent copy of the database, the files and the settings [O5]. */
export async function main(args: string[]): Promise<void> {
  const { to, keep, withoutFiles } = read(args)
  const settings = loadSettings()
  const place = path.resolve(to)
  const name = `parley-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z`
  const file = path.resolve('.env')
  await withDatabase(settings, async (url) => {
    const { missing } = await step(
      'backup',
      () =>
        writeBackup({
          url,
          storage: withoutFiles ? null : openStorage(settings.env),
          folder: path.join(place, name),
          version: readVersion(),
          settings: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
        }),
      ({ manifest: { tables, files } }) => {
        const rows = tables.reduce((sum, table) => sum + table.rows, 0)
        return `${tables.length} tables with ${rows} rows, ${files === null ? 'without files' : `${files.length} parts of files`}`
      },
    )
    for (const each of missing) console.log(`  ! missing          ${each}: the storage had lost it before`)
  })
  if (keep !== null) await forgetOlder(place, keep)
  console.log(
    `\n  ${path.join(place, name)}\n  It holds secrets: keep it where only you can read it, and away from this machine.\n`,
  )
}

/** Removes all whole backups but the newest. */
async function forgetOlder(place: string, keep: number): Promise<void> {
  const names = (await readdir(place)).filter((each) => NAME.test(each) && existsSync(path.join(place, each, MANIFEST))).sort()
  for (const each of names.slice(0, Math.max(0, names.length - keep))) {
    await rm(path.join(place, each), { recursive: true })
    console.log(`  · removed          ${each}`)
  }
}

function read(args: string[]): { to: string; keep: number | null; withoutFiles: boolean } {
  const options = { to: { type: 'string' }, keep: { type: 'string' }, 'without-files': { type: 'boolean' } } as const
  try {
    const { values } = parseArgs({ args, options })
    const keep = values.keep === undefined ? null : Number(values.keep)
    if (keep !== null && (!Number.isInteger(keep) || keep < 1)) throw new Error('--keep wants a number from 1 on.')
    return { to: values.to ?? 'backups', keep, withoutFiles: values['without-files'] ?? false }
  } catch (error) {
    throw new WrongEnvironment(`${(error as Error).message}\n\n${USAGE}`)
  }
}
