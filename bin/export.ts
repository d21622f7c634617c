import path from 'node:path'
import { parseArgs } from 'node:util'
import { WrongEnvironment } from '#server/env.ts'
import { openStorage } from '#server/files/storage.ts'
import { writeExport } from './export/write.ts'
import { withDatabase } from './open-database.ts'
import { loadSettings } from './settings.ts'
import { step } from './step.ts'
import { readVersion } from './version.ts'

const USAGE = `npm run export [-- --to FOLDER] [--without-files]

Writes everything as JSON to FOLDER/parley-export-<time> (FOLDER: exports): to read it with other programs, or to move elsewhere.
It is no backup: "npm run backup" makes one that can be put back.`

/** `npm run export`: everything that people wrote and sent, as JSON and files [O6]. */
export async function main(args: string[]): Promise<void> {
  const { to, withoutFiles } = read(args)
  const settings = loadSettings()
  const folder = path.join(path.resolve(to), `parley-export-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z`)
  await withDatabase(settings, async (url) => {
    await step(
      'export',
      () => writeExport({ url, storage: withoutFiles ? null : openStorage(settings.env), folder, version: readVersion() }),
      ({ tables, rooms, messages, files }) => `${messages} messages of ${rooms} rooms, ${tables} tables, ${files} files`,
    )
  })
  console.log(`\n  ${folder}\n`)
}

function read(args: string[]): { to: string; withoutFiles: boolean } {
  const options = { to: { type: 'string' }, 'without-files': { type: 'boolean' } } as const
  try {
    const { values } = parseArgs({ args, options })
    return { to: values.to ?? 'exports', withoutFiles: values['without-files'] ?? false }
  } catch (error) {
    throw new WrongEnvironment(`${(error as Error).message}\n\n${USAGE}`)
  }
}
