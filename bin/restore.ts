import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { WrongEnvironment } from '#server/env.ts'
import { openStorage } from '#server/files/storage.ts'
import { checkBackup } from './backup/check.ts'
import { type Manifest, readManifest, SETTINGS } from './backup/manifest.ts'
import { restoreBackup } from './backup/read.ts'
import { openDatabase } from './open-database.ts'
import { loadSettings, readVariables, writeSettings } from './settings.ts'
import { step } from './step.ts'

const USAGE = `npm run restore -- FOLDER [--replace]
npm run restore -- FOLDER --check

Puts the backup in FOLDER back, into an empty database; with --replace into one that holds something, which is lost. --check only
reads it and says whether it is whole.`

/** Settings that name places: a backup may be put back elsewhere. */
const PLACES = new Set([
  ...['PORT', 'SOCKET_PORT', 'HOST', 'NEXTAUTH_URL', 'SOCKET_URL', 'ALLOWED_ORIGINS', 'WEB_INNER_URL', 'TRUST_PROXY_HOPS'],
  ...['DATABASE_URL', 'DATABASE_PASSWORD', 'DATABASE_POOL', 'REDIS_URL', 'DATA_DIR'],
])

/** `npm run restore`: puts a backup back [O5]. */
export async function main(args: string[]): Promise<void> {
  const { folder, check, replace } = read(args)
  const manifest = await readManifest(folder)
  if (check) {
    await step(
      'check',
      () => checkBackup(folder, manifest),
      () => tell(manifest),
    )
    return
  }
  const taken = takeSettings(folder)
  const settings = loadSettings()
  const database = await openDatabase(settings)
  try {
    if (database.embedded?.reused) throw new WrongEnvironment('Parley runs here: stop it first.')
    const storage = openStorage(settings.env)
    await step(
      'restore',
      () => restoreBackup({ url: database.url, storage, folder, manifest, replace }),
      () => tell(manifest),
    )
  } finally {
    await database.stop()
  }
  console.log(`\n  This is the state of ${manifest.madeAt}. Every client starts over when it connects.`)
  if (taken.length > 0) console.log(`  Written to .env from the backup: ${taken.join(', ')}.`)
  else if (existsSync(path.join(folder, SETTINGS)))
    console.log(`  Your settings stayed as they are; those of the backup are in ${path.join(folder, SETTINGS)}.`)
  console.log('')
}

/** On a machine without settings, those of the backup: with another NEXTAUTH_SECRET everybody would be signed out. Answers their names. */
function takeSettings(folder: string): string[] {
  const file = path.join(folder, SETTINGS)
  const { text, variables } = readVariables()
  if (text !== undefined || variables.NEXTAUTH_SECRET !== undefined || !existsSync(file)) return []
  const kept = Object.entries(parseEnv(readFileSync(file, 'utf8'))).filter(([name, value]) => !PLACES.has(name) && value !== '')
  writeSettings(kept as [string, string][])
  return kept.map(([name]) => name)
}

const tell = ({ tables, files, madeAt }: Manifest) =>
  `${tables.reduce((sum, { rows }) => sum + rows, 0)} rows, ${files === null ? 'no files' : `${files.length} parts of files`}, of ${madeAt}`

function read(args: string[]): { folder: string; check: boolean; replace: boolean } {
  const options = { check: { type: 'boolean' }, replace: { type: 'boolean' } } as const
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) throw new Error('Name the folder of one backup.')
    return { folder: path.resolve(folder), check: values.check ?? false, replace: values.replace ?? false }
  } catch (error) {
    throw new WrongEnvironment(`${(error as Error).message}\n\n${USAGE}`)
  }
}
