import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readEpoch } from '#server/core/sync/epoch.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Storage } from '#server/files/storage.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { startServer } from '#server/testing/server.ts'
import { readManifest } from './manifest.ts'
import { restoreBackup } from './read.ts'
import { contents, emptyPlace, furnished, textOf } from './testing/furnished.ts'
import { writeBackup } from './write.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const target = () => path.join(folder, 'backup')
const wanted = (url: string, storage: Storage | null) => ({ url, storage, folder: target(), version: '1.2.3', settings: 'A=b\n' })

describe('[O5] backup and restore', () => {
  test('what is put back is what was there: every row of every table and every file; only the history is another [K6]', async () => {
    const { server, end, storage, ann, roomId, parts } = await furnished()
    await end()
    const { manifest, missing } = await writeBackup(wanted(server.database.url, storage))
    expect(missing).toEqual([])
    expect(manifest.tables.find(({ name }) => name === 'message')?.rows).toBe(2)
    expect(readdirSync(folder), 'nothing unfinished stays').toContain('backup')
    expect(statSync(target()).mode & 0o077, 'for its owner only').toBe(0)
    expect(readFileSync(path.join(target(), 'settings.env'), 'utf8')).toBe('A=b\n')

    const before = await contents(server.database.pool)
    expect(before.message?.length).toBe(2)
    const place = await emptyPlace()
    await restoreBackup({
      url: place.url,
      storage: place.storage,
      folder: target(),
      manifest: await readManifest(target()),
      replace: false,
    })
    expect(await contents(place.pool)).toEqual(before)
    const asleep = await place.pool.query("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'")
    expect(asleep.rows, 'what looks after rows does so again').toEqual([])
    for (const { key, size } of parts) expect(await textOf(place.storage, key, size)).toBe(await textOf(storage, key, size))
    const history = async (pool: pg.Pool) => (await pool.query('SELECT history_id FROM installation')).rows[0].history_id
    expect(await history(place.pool)).not.toBe(await history(server.database.pool))
    expect(await readEpoch(queryOn(place.pool))).not.toBe(await readEpoch(queryOn(server.database.pool)))

    const again = await startServer({ DATABASE_URL: place.url, ...LIFTED_LIMITS }, { ...place, drop: async () => undefined })
    const client = await connectRaw(again.url, ann)
    const { messages } = await client.get('room:history', { roomId })
    expect(messages.map(({ body }) => body)).toEqual(['tabs\t, \\N, \\., lines\nand 🦜 — kept', 'edited'])
    const sent = await client.get('message:send', { id: uuidv7(), roomId, body: 'after' })
    expect(sent, 'the log goes on where it was').toMatchObject({ message: { seq: 3 } })
    client.close()
    await again.close()
  })
})
