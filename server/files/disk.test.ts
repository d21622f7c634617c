import * as real from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { createDiskStorage } from './disk.ts'
import { StorageFull } from './storage.ts'

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof real>()
  const open: typeof fs.open = async (...args) => {
    const file = await fs.open(...args)
    file.writeFile = async () => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    }
    return file
  }
  return { ...fs, open }
})

test('E6 a full disk is told as such, and leaves nothing half written', async () => {
  const folder = await real.mkdtemp(path.join(tmpdir(), 'parley-full-'))
  await expect(createDiskStorage(folder).put('ab/x/parts/0', Buffer.from('x'))).rejects.toBeInstanceOf(StorageFull)
  expect(await real.readdir(path.join(folder, 'ab/x/parts'))).toEqual([])
  await real.rm(folder, { recursive: true })
})
