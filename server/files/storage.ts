import path from 'node:path'
import type { Readable } from 'node:stream'
import type { Env } from '#server/env.ts'
import { createDiskStorage } from './disk.ts'
import { createS3Storage } from './s3.ts'

/**
 * Where bytes are kept, under keys like `ab/id/parts/0`. One contract suite runs on disk and S3. What is put is there whole
 * or not at all, and never changes.
 */
export type Storage = {
  /** Rejects with `StorageFull` where there is no room left. */
  put(key: string, bytes: Buffer): Promise<void>
  /** The bytes from `from` on, up to and without `to`. Rejects where nothing is. */
  read(key: string, from: number, to: number): Promise<Readable>
  /** Removes what lies under a key, or in a folder, which ends with a slash. Nothing there is no failure. */
  remove(folder: string): Promise<void>
}

export class StorageFull extends Error {}

/** S3 where a bucket is named, else the folder `files` of DATA_DIR. */
export const openStorage = (env: Env): Storage =>
  env.S3_BUCKET === undefined ? createDiskStorage(path.resolve(env.DATA_DIR, 'files')) : createS3Storage(env)
