import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import type { Env } from '#server/env.ts'
import { type Storage, StorageFull } from './storage.ts'

/** An answer that takes longer (ms) to begin has failed. */
const TIMEOUT_MS = 30_000
const RETRIES = 2
/** What S3 and its relatives call it. */
const FULL = /QuotaExceeded|StorageFull|InsufficientStorage|EntityTooLarge.*quota/i

type Settings = Pick<Env, 'S3_ENDPOINT' | 'S3_BUCKET' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'>

/** A bucket of S3 or of anything that speaks like it, addressed by path: only this server speaks to it. */
export function createS3Storage(env: Settings): Storage {
  const { S3_BUCKET: bucket, S3_REGION: region } = env
  const endpoint = (env.S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`).replace(/\/+$/, '')
  const client = new AwsClient({
    accessKeyId: env.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.S3_SECRET_ACCESS_KEY ?? '',
    ...{ region, service: 's3', retries: RETRIES },
  })
  const at = (key: string) => `${endpoint}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    // Signed here and sent by fetch itself: the headers must come within the time, the body may take longer.
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new Error('the storage did not answer in time')), TIMEOUT_MS)
    try {
      const answer = await client.fetch(url, { ...init, signal: late.signal })
      if (answer.ok || answer.status === 404) return answer
      const said = (await answer.text()).slice(0, 1_000)
      if (answer.status === 507 || FULL.test(said)) throw new StorageFull('the bucket is full')
      throw new Error(`the storage answered ${answer.status} ${/<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? ''}`)
    } finally {
      clearTimeout(timer)
    }
  }

  async function list(folder: string): Promise<string[]> {
    const answer = await ask(`${endpoint}/${bucket}?list-type=2&max-keys=1000&prefix=${encodeURIComponent(folder)}`)
    // Keys are made of hex digits, dashes, slashes and lower-case letters: XML escapes none of them.
    return [...(await answer.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map((match) => match[1] as string)
  }

  return {
    async put(key, bytes) {
      const answer = await ask(at(key), { method: 'PUT', body: new Uint8Array(bytes) })
      await answer.body?.cancel()
      if (!answer.ok) throw new Error('the bucket is not there')
    },
    async read(key, from, to) {
      const answer = await ask(at(key), { headers: { range: `bytes=${from}-${to - 1}` } })
      if (!answer.ok || !answer.body) throw new Error('nothing is stored there')
      return Readable.fromWeb(answer.body as ReadableStream)
    },
    async remove(folder) {
      for (let keys = await list(folder); keys.length > 0; keys = await list(folder))
        for (const key of keys) await (await ask(at(key), { method: 'DELETE' })).body?.cancel()
    },
  }
}
