import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { PART_MAX_BYTES } from '#protocol/limits.ts'
import { listStored, type Stored } from '#server/core/files/stored.ts'
import { queryOn, SNAPSHOT } from '#server/database/transaction.ts'
import type { Storage } from '#server/files/storage.ts'
import { connectPatiently } from '../backup/connection.ts'
import { MESSAGES } from './rooms.ts'
import { listExported, rowsOf } from './tables.ts'

const PORTION = 500

export type Exported = { tables: number; rooms: number; messages: number; files: number }
type Wanted = { url: string; storage: Storage | null; folder: string; version: string }

/**
 * Writes everything as JSON, of one moment, while people go on writing [O6]: a file for each table, one for each room with its
 * messages as people see them, and the files that were sent. No password, token or key is in it. Whole or not there.
 */
export async function writeExport({ url, storage, folder, version }: Wanted): Promise<Exported> {
  const aside = `${folder}.unfinished`
  await rm(aside, { recursive: true, force: true })
  for (const each of ['tables', 'rooms']) await mkdir(path.join(aside, each), { recursive: true, mode: 0o700 })
  const client = await connectPatiently(url)
  try {
    await client.query(`BEGIN ${SNAPSHOT}`)
    const query = queryOn(client)
    const rows: Record<string, number> = {}
    for (const table of await listExported(query))
      rows[table.name] = await writeLines(client, rowsOf(table), [], path.join(aside, 'tables', `${table.name}.jsonl`))
    const rooms = await query<{ id: string }>('SELECT id FROM room ORDER BY id')
    let messages = 0
    for (const { id } of rooms) messages += await writeLines(client, MESSAGES, [id], path.join(aside, 'rooms', `${id}.jsonl`))
    const names = new Map(
      (await query<{ id: string; name: string }>('SELECT id, name FROM attachment WHERE ready_at IS NOT NULL')).map(
        ({ id, name }) => [id, name],
      ),
    )
    const stored = storage ? await listStored(query) : []
    await client.query('COMMIT')
    const files = storage ? await writeFiles(storage, stored, names, path.join(aside, 'files')) : 0
    const about = {
      format: 'parley export 1',
      version,
      madeAt: new Date().toISOString(),
      tables: rows,
      rooms: rooms.length,
      messages,
      files,
    }
    await writeFile(path.join(aside, 'export.json'), `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600 })
    await rename(aside, folder)
    return { tables: Object.keys(rows).length, rooms: rooms.length, messages, files }
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    throw error
  } finally {
    await client.end()
  }
}

/** Writes what a query answers, one column of text a row, a portion at a time. Answers how many. */
async function writeLines(client: pg.Client, sql: string, values: unknown[], file: string): Promise<number> {
  const out = createWriteStream(file, { mode: 0o600 })
  let count = 0
  await client.query(`DECLARE lines NO SCROLL CURSOR FOR ${sql}`, values)
  try {
    for (;;) {
      const { rows } = await client.query<[string]>({ text: `FETCH ${PORTION} FROM lines`, rowMode: 'array' })
      if (rows.length === 0) break
      count += rows.length
      await write(out, rows.map(([line]) => `${line}\n`).join(''))
    }
  } finally {
    await client.query('CLOSE lines').catch(() => undefined)
    out.end()
    await finished(out)
  }
  return count
}

const write = (out: WriteStream, bytes: string | Buffer) =>
  new Promise<void>((resolve, reject) => out.write(bytes, (error) => (error ? reject(error) : resolve())))

/** Each file whole, under its id and its own name. One that the storage lost is left out. */
async function writeFiles(
  storage: Storage,
  stored: readonly Stored[],
  names: ReadonlyMap<string, string>,
  folder: string,
): Promise<number> {
  const parts = new Map<string, Stored[]>()
  for (const each of stored)
    if (each.size !== null && names.has(each.fileId)) parts.set(each.fileId, [...(parts.get(each.fileId) ?? []), each])
  let count = 0
  for (const [id, ofFile] of parts) {
    const target = path.join(folder, id, path.basename(names.get(id) ?? id) || id)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    const out = createWriteStream(target, { mode: 0o600 })
    try {
      for (const { key, size } of ofFile)
        for await (const chunk of await storage.read(key, 0, size ?? PART_MAX_BYTES)) await write(out, chunk as Buffer)
      count += 1
    } catch {
      await rm(path.dirname(target), { recursive: true, force: true })
    } finally {
      out.end()
      await finished(out).catch(() => undefined)
    }
  }
  return count
}
