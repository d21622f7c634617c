import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Storage } from '../storage.ts'

/** What both storages promise. */
export function storageContract(open: () => Storage) {
  const bytes = Buffer.from('0123456789'.repeat(1_000))

  test('E6 gives back what was put, whole and in portions', async () => {
    const storage = open()
    await storage.put('ab/one/parts/0', bytes)
    expect(await buffer(await storage.read('ab/one/parts/0', 0, bytes.length))).toEqual(bytes)
    expect((await buffer(await storage.read('ab/one/parts/0', 5, 12))).toString()).toBe('5678901')
  })

  test('E6 removes a folder with all that is in it and nothing beside it, also when nothing is there', async () => {
    const storage = open()
    for (const key of ['cd/two/parts/0', 'cd/two/parts/1', 'cd/two/made/2', 'cd/twofold/parts/0']) await storage.put(key, bytes)
    await storage.remove('cd/two/parts/')
    await expect(storage.read('cd/two/parts/0', 0, 1)).rejects.toThrow()
    expect((await buffer(await storage.read('cd/two/made/2', 0, 2))).toString()).toBe('01')
    await storage.remove('cd/two/')
    await storage.remove('cd/two/')
    await expect(storage.read('cd/two/made/2', 0, 1)).rejects.toThrow()
    expect((await buffer(await storage.read('cd/twofold/parts/0', 0, 2))).toString()).toBe('01')
  })
}
