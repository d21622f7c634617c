import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { MIGRATIONS } from './history.ts'
import { withSchemaEngine } from './schema-engine.ts'

export const SCHEMA = path.join(import.meta.dirname, 'schema.prisma')

/** `schema.prisma` as it was when the latest migration was authored: what the next one starts from. */
const AUTHORED = 'schema.prisma'

/**
 * Writes the migration that takes the schema as last authored to `schema.prisma`, as `<UTC time>_<name>/migration.sql`,
 * and returns its folder; nothing is applied. Returns `undefined` when they agree. Read what it wrote: a rename is seen
 * as a drop and an addition. What is written by hand (functions, partial indexes) is not in `schema.prisma` and is left
 * alone by it.
 * `url`: any database the engine may connect to; it writes nothing there.
 */
export async function authorMigration(name: string, url: string, folder: string = MIGRATIONS): Promise<string | undefined> {
  const script = await diffSchemas(path.join(folder, AUTHORED), SCHEMA, url)
  if (script === undefined) return undefined
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
  const target = path.join(folder, `${time}_${slug || 'change'}`)
  await mkdir(target)
  await writeFile(path.join(target, 'migration.sql'), script)
  await copyFile(SCHEMA, path.join(folder, AUTHORED))
  return target
}

/** The SQL that takes a database from one schema file (none: an empty database) to another; `undefined` when there is nothing to do. */
export async function diffSchemas(from: string | undefined, to: string, url: string): Promise<string | undefined> {
  const { stdout } = await withSchemaEngine(url, async (engine) =>
    engine.diff({
      from: from === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: await readSchema(from) },
      to: { tag: 'schemaDatamodel', files: await readSchema(to) },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  )
  // The engine says "This is an empty migration." in a comment when there is nothing to do.
  return stdout?.replace(/^\s*--.*$/gm, '').trim() ? stdout : undefined
}

const readSchema = async (file: string) => [{ path: file, content: await readFile(file, 'utf8') }]
