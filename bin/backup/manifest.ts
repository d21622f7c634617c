import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { WrongEnvironment } from '#server/env.ts'

/** Of this layout: `manifest.json`, `tables/<name>.copy.gz`, `files/<key>`, and `settings.env` where there was one. */
export const FORMAT = 1
export const MANIFEST = 'manifest.json'
export const SETTINGS = 'settings.env'
export const FILES = 'files'
export const tableFile = (table: string) => path.join('tables', `${table}.copy.gz`)

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const name = z.string().regex(/^[a-z_][a-z0-9_]*$/)
const schema = z.object({
  format: z.literal(FORMAT, 'is of another layout: restore it with the version that made it'),
  version: z.string(),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  /** In the order in which they are read back: what others point to first. `sha256` is of the packed file. */
  tables: z.array(z.object({ name, columns: z.array(name).min(1), rows: z.int(), sha256 })),
  sequences: z.array(z.object({ name, value: z.string().regex(/^\d+$/), called: z.boolean() })),
  /** Null: files were left out. */
  files: z.array(z.object({ key: z.string().regex(/^[\w-]+(\/[\w-]+)+$/), size: z.int(), sha256 })).nullable(),
})

export type Manifest = z.infer<typeof schema>

/** What a backup says of itself. Throws `WrongEnvironment` where there is none, or an unfinished or foreign one. */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, MANIFEST)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new WrongEnvironment(`There is no whole backup in ${folder}: ${MANIFEST} is missing, which is written last.`)
  })
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new WrongEnvironment(`${file} can't be read: it is no JSON.`)
  }
  const read = schema.safeParse(content)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new WrongEnvironment(`${file} can't be used: ${issue?.path.join('.')} ${issue?.message}.`)
}
