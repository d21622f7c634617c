import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testEnv } from '#server/testing/env.ts'
import { createDiskStorage } from './disk.ts'
import { createS3Storage } from './s3.ts'
import { StorageFull } from './storage.ts'
import { storageContract } from './testing/contract.ts'
import { startS3 } from './testing/s3-server.ts'

describe('a folder', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-files-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  storageContract(() => createDiskStorage(folder))
})

describe('a bucket', () => {
  let s3: Awaited<ReturnType<typeof startS3>>
  beforeAll(async () => {
    s3 = await startS3()
  })
  afterAll(() => s3.close())

  storageContract(() => createS3Storage(testEnv(s3.variables)))

  test('E6 wrong keys and a bucket that is not there are failures, not empty files', async () => {
    const wrong = createS3Storage(testEnv({ ...s3.variables, S3_SECRET_ACCESS_KEY: 'another one, quite wrong' }))
    await expect(wrong.put('ab/x/parts/0', Buffer.from('x'))).rejects.toThrow('403')
    const nowhere = createS3Storage(testEnv({ ...s3.variables, S3_BUCKET: 'nowhere' }))
    await expect(nowhere.put('ab/x/parts/0', Buffer.from('x'))).rejects.not.toBeInstanceOf(StorageFull)
  })
})
