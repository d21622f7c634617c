import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { MIGRATIONS, readHistory } from '#prisma/history.ts'
import { applyMigrations } from '#prisma/migrate.ts'
import type { Storage } from '#server/files/storage.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { runCommand } from '../testing/run-command.ts'
import { checkBackup } from './check.ts'
import { readManifest } from './manifest.ts'
import { restoreBackup } from './read.ts'
import { contents, emptyPlace, furnished } from './testing/furnished.ts'
import { writeBackup } from './write.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const target = () => path.join(folder, 'backup')
const wanted = (url: string, storage: Storage | null) => ({ url, storage, folder: target(), version: '1.2.3', settings: 'A=b\n' })

describe('[O5] backup and restore', () => {
  test('a backup that is made while people write is of one moment: no room has a hole or a head that is elsewhere', async () => {
    const { server, storage, ben, roomId, client } = await furnished()
    const other = await connectRaw(server.url, ben)
    let isWriting = true
    let sent = 0
    const write = async (who: typeof client) => {
      while (isWriting) {
        await who.get('message:send', { id: uuidv7(), roomId, body: 'busy' })
        sent += 1
      }
    }
    const writers = [write(client), write(other), write(client), write(other)]
    await expect.poll(() => sent).toBeGreaterThan(50)
    const atStart = sent
    await writeBackup(wanted(server.database.url, storage))
    const meanwhile = sent - atStart
    isWriting = false
    await Promise.all(writers)
    other.close()
    expect(meanwhile, 'people went on writing').toBeGreaterThan(0)

    const place = await emptyPlace()
    await restoreBackup({
      url: place.url,
      storage: place.storage,
      folder: target(),
      manifest: await readManifest(target()),
      replace: false,
    })
    const { rows } = await place.pool.query(
      `SELECT h.last_seq, h.rev, count(m.*)::int AS count, max(m.seq) AS max FROM room_head h JOIN message m USING (room_id) WHERE room_id = $1 GROUP BY 1, 2`,
      [roomId],
    )
    expect(rows[0].count).toBeGreaterThanOrEqual(atStart)
    expect([rows[0].last_seq, rows[0].max]).toEqual([String(rows[0].count), String(rows[0].count)])
  })

  test('a backup of an older schema is put back under it, and brought up to date', async () => {
    const history = await readHistory()
    const older = await mkdtemp(path.join(folder, 'older-'))
    for (const { name } of history.slice(0, -1))
      await cp(path.join(MIGRATIONS, name), path.join(older, name), { recursive: true })
    const from = await emptyPlace()
    await applyMigrations(from.url, older)
    await from.pool.query(
      "INSERT INTO users (id, username, skeleton, display_name) VALUES (gen_random_uuid(), 'ann', 'ann', 'Ann')",
    )
    const { manifest } = await writeBackup(wanted(from.url, null))
    expect(manifest.migrations.length).toBe(history.length - 1)
    const place = await emptyPlace()
    await restoreBackup({ url: place.url, storage: place.storage, folder: target(), manifest, replace: false })
    expect((await place.pool.query('SELECT username FROM users')).rows).toEqual([{ username: 'ann' }])
    expect(await applyMigrations(place.url)).toEqual([])
  })

  test('what is damaged, unfinished or newer is refused with a sentence, before anything is touched', async () => {
    const { server, storage, parts } = await furnished()
    const { manifest } = await writeBackup(wanted(server.database.url, storage))
    await checkBackup(target(), manifest)
    writeFileSync(path.join(target(), 'files', parts[0]!.key), 'bytEs')
    await expect(checkBackup(target(), manifest)).rejects.toThrow(/parts\/0 is not what was written: this backup is damaged/)
    rmSync(path.join(target(), 'tables/message.copy.gz'))
    await expect(checkBackup(target(), manifest)).rejects.toThrow(
      /message\.copy\.gz can't be read \(ENOENT\): this backup is not whole/,
    )
    const newer = {
      ...manifest,
      version: '9.0.0',
      migrations: [...manifest.migrations, { name: '29990101_newer', checksum: 'x' }],
    }
    await expect(checkBackup(target(), newer)).rejects.toThrow(
      /made by version 9\.0\.0, whose migration 29990101_newer is not known here/,
    )
    rmSync(path.join(target(), 'manifest.json'))
    await expect(readManifest(target())).rejects.toThrow(/There is no whole backup in/)
  })

  test('a database that holds something is refused, replaced when that is asked for, and as it was when the restore fails', async () => {
    const { server, end, storage } = await furnished()
    await end()
    const { manifest } = await writeBackup(wanted(server.database.url, storage))
    const held = await createTestDatabase()
    onTestFinished(() => held.drop())
    const kept = await createPerson(held)
    const restore = (replace: boolean, bad = false) =>
      restoreBackup({
        ...{ url: held.url, folder: target(), replace, manifest },
        storage: bad ? { ...storage, put: () => Promise.reject(new Error('the disk is full')) } : storage,
      })
    await expect(restore(false)).rejects.toThrow(/holds something already/)
    await expect(restore(true, true)).rejects.toThrow('the disk is full')
    expect((await held.pool.query('SELECT id FROM users')).rows, 'as it was').toEqual([{ id: kept.id }])
    await restore(true)
    expect(await contents(held.pool)).toEqual(await contents(server.database.pool))
  })

  test('a database on which a host runs is not replaced', async () => {
    const { server, storage } = await furnished()
    const { manifest } = await writeBackup(wanted(server.database.url, storage))
    await expect(restoreBackup({ url: server.database.url, storage, folder: target(), manifest, replace: true })).rejects.toThrow(
      /Parley runs on this database .*: stop it/,
    )
  })

  test('a file that goes while the backup is made is not missed, and one that was lost is named', async () => {
    const { server, storage, parts, fileId } = await furnished()
    const going: Storage = {
      ...storage,
      async read(key, from, to) {
        if (key === parts[0]!.key)
          await server.database.pool.query('UPDATE attachment SET removed_at = now() WHERE id = $1', [fileId])
        if (key === parts[0]!.key) throw new Error('nothing is stored there')
        return storage.read(key, from, to)
      },
    }
    expect((await writeBackup(wanted(server.database.url, going))).missing).toEqual([])
    await server.database.pool.query('UPDATE attachment SET removed_at = NULL WHERE id = $1', [fileId])
    await storage.remove(parts[1]!.key)
    rmSync(target(), { recursive: true })
    expect((await writeBackup(wanted(server.database.url, storage))).missing).toEqual([expect.stringContaining(parts[1]!.key)])
  })

  test('one command makes it, and one puts it back on another machine, which then knows the same people by the same secret', async () => {
    const run = async (at: string, ...args: string[]) => {
      const running = runCommand(args, { folder: at })
      expect((await running.ended).code, running.output()).toBe(0)
      return running.output()
    }
    const [here, there] = [path.join(folder, 'here'), path.join(folder, 'there')]
    for (const each of [here, there]) mkdirSync(each)
    await run(here, 'admin', 'create', 'ann', '--password', 'correct horse battery')
    const told = await run(here, 'backup', '--keep', '1')
    const made = /^ {2}(\/.*\/backups\/parley-.*Z)$/m.exec(told)![1]!
    expect(await run(there, 'restore', made, '--check')).toMatch(/✓ check/)
    expect(await run(there, 'restore', made)).toMatch(/Written to \.env from the backup: NEXTAUTH_SECRET\./)
    const secretOf = (at: string) => /^NEXTAUTH_SECRET=(.*)$/m.exec(readFileSync(path.join(at, '.env'), 'utf8'))?.[1]
    expect(secretOf(there)).toBe(secretOf(here))
    expect(await run(there, 'admin', 'reset-password', 'ann')).toMatch(/ann has a new password/)
    const again = runCommand(['restore', made], { folder: there })
    expect((await again.ended).code).toBe(1)
    expect(again.output()).toMatch(/holds something already/)
  })
})
