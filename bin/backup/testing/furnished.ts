import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { onTestFinished } from 'vitest'
import { queryOn } from '#server/database/transaction.ts'
import { openStorage, type Storage } from '#server/files/storage.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { LIFTED_LIMITS, testEnv } from '#server/testing/env.ts'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer } from '#server/testing/server.ts'
import { templateUrl } from '#server/testing/shared.ts'
import { listTables, quote } from '../tables.ts'

/** A folder that goes with its test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A database without a schema, and a storage without files. */
export async function emptyPlace(): Promise<{ url: string; pool: pg.Pool; storage: Storage }> {
  const name = `restored_${uuidv7().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: templateUrl().replace(/\/[^/]*$/, '/postgres') })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  const url = templateUrl().replace(/\/[^/]*$/, `/${name}`)
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => undefined)
  onTestFinished(async () => {
    await pool.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  })
  return { url, pool, storage: openStorage(testEnv({ DATA_DIR: temporaryFolder() })) }
}

/** Every row of every table, as text, but the history's own name. */
export async function contents(pool: pg.Pool): Promise<Record<string, string[]>> {
  const query = queryOn(pool)
  const all: Record<string, string[]> = {}
  for (const { name } of await listTables(query)) {
    const rows = await query<{ row: string }>(`SELECT (to_jsonb(t) - 'history_id')::text AS row FROM ${quote(name)} t ORDER BY 1`)
    all[name] = rows.map(({ row }) => row)
  }
  return all
}

/** A running host with two people, a room with words and a file of two parts. */
export async function furnished() {
  const database = await createTestDatabase()
  const server = await startServer(LIFTED_LIMITS, database)
  let ended: Promise<void> | undefined
  /** Ends the host: nothing is written any more, cursors and index are. */
  const end = () => {
    ended ??= server.close()
    return ended
  }
  onTestFinished(async () => {
    await end()
    await database.drop()
  })
  const ann = await createPerson(server, { displayName: 'Ann "the" \\ Ünïcode\t\n🦜' })
  const ben = await createPerson(server)
  const roomId = await createRoom(server, ann, { members: [ben] })
  const client = await connectRaw(server.url, ann)
  onTestFinished(() => client.close())
  const first = uuidv7()
  const second = uuidv7()
  await client.get('message:send', { id: first, roomId, body: 'tabs\t, \\N, \\., lines\nand 🦜 — kept' })
  await client.get('message:send', { id: second, roomId, body: 'to be edited' })
  await client.get('message:edit', { roomId, id: second, body: 'edited' })
  await client.get('message:react', { roomId, id: first, emoji: '🦜', on: true })
  const storage = openStorage(server.env)
  const fileId = uuidv7()
  const parts = [
    { key: `${fileId.slice(-2)}/${fileId}/parts/0`, size: 5 },
    { key: `${fileId.slice(-2)}/${fileId}/parts/5`, size: 6 },
  ]
  await storage.put(parts[0]!.key, Buffer.from('bytes'))
  await storage.put(parts[1]!.key, Buffer.from(' there'))
  await server.database.pool.query(
    `INSERT INTO attachment (id, room_id, uploaded_by, name, type, size, received, parts, ready_at)
     VALUES ($1, $2, $3, 'a.txt', 'text/plain', 11, 11, $4, now())`,
    [fileId, roomId, ann.id, JSON.stringify(parts)],
  )
  return { server, end, storage, ann, ben, roomId, client, parts, fileId }
}

export const textOf = async (storage: Storage, key: string, size: number) => {
  let text = ''
  for await (const chunk of await storage.read(key, 0, size)) text += String(chunk)
  return text
}
