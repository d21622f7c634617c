import http from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import zlib from 'node:zlib'
import { NoPreview } from './refused.ts'
import { type Guard, requireTarget, type Target } from './target.ts'

const REDIRECTS_MAX = 3
const PAGE_MAX_BYTES = 512 * 1024
const WITHIN_MS = 3_000
const TYPES = new Set(['text/html', 'application/xhtml+xml'])
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const HEADERS = {
  accept: 'text/html,application/xhtml+xml;q=0.9',
  'accept-encoding': 'identity',
  'user-agent': 'Parley/1.0 (link preview)',
}

/** The beginning of a page, as it came. `url` is where it stood in the end. */
export type Page = { url: URL; bytes: Buffer; contentType: string }

/**
 * Fetches the first 512 KB of a page over at most three redirects, each checked like the first, within 3 s in all. It sends no
 * cookies, credentials or referrer, keeps no connection, and connects only to the address that was checked. Throws `NoPreview`
 * for what is not fetched, and what else went wrong as it is.
 */
export async function fetchPage(link: string, guard: Guard, signal: AbortSignal, withinMs = WITHIN_MS): Promise<Page> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(withinMs)])
  let base: URL | null = null
  for (let hop = 0, next = link; hop <= REDIRECTS_MAX; hop++) {
    const target: Target = await within(requireTarget(next, base, guard), until)
    const response = await request(target, until)
    const { statusCode = 0, headers } = response
    if (REDIRECTS.has(statusCode) && headers.location !== undefined) {
      response.destroy()
      base = target.url
      next = headers.location
      continue
    }
    try {
      if (statusCode !== 200) throw new NoPreview(`it answered ${statusCode}`)
      const [type = ''] = (headers['content-type'] ?? '').split(';')
      if (!TYPES.has(type.trim().toLowerCase())) throw new NoPreview('it is no web page')
      const bytes = await readStart(decoded(response), until)
      return { url: target.url, bytes, contentType: headers['content-type'] ?? '' }
    } finally {
      response.destroy()
    }
  }
  throw new NoPreview('it leads on and on')
}

function request({ url, address, family }: Target, signal: AbortSignal): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const ask = url.protocol === 'https:' ? https.get : http.get
    const asked = ask(url, {
      agent: false,
      headers: HEADERS,
      signal,
      maxHeaderSize: 16_384,
      // Nothing is looked up a second time.
      lookup: (_hostname, options, done) => {
        if (options.all) done(null, [{ address, family }])
        else done(null, address, family)
      },
    })
    asked.once('response', (response) => {
      // What was connected to is what was checked, whatever happened on the way.
      if (bare(response.socket.remoteAddress) === address) return resolve(response)
      response.destroy()
      reject(new NoPreview('it stands elsewhere than its name says'))
    })
    asked.once('error', reject)
  })
}

/** IPv4 on an IPv6 socket is written ::ffff:1.2.3.4. */
const bare = (address = ''): string => address.replace(/^::ffff:(?=\d+\.)/, '')

function decoded(response: http.IncomingMessage): Readable {
  switch (response.headers['content-encoding']?.trim().toLowerCase() ?? 'identity') {
    case 'identity':
    case '':
      return response
    case 'gzip':
      return piped(response, zlib.createGunzip())
    case 'br':
      return piped(response, zlib.createBrotliDecompress())
    default:
      throw new NoPreview('it is packed in a way that is not read')
  }
}

function piped(response: http.IncomingMessage, unpack: zlib.Gunzip | zlib.BrotliDecompress): Readable {
  response.once('error', (error) => unpack.destroy(error))
  return response.pipe(unpack)
}

/** Up to 512 KB once unpacked; the rest is neither read nor unpacked. */
async function readStart(stream: Readable, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  const read = async () => {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length >= PAGE_MAX_BYTES) break
    }
  }
  try {
    await within(read(), signal)
  } finally {
    stream.destroy()
  }
  return Buffer.concat(chunks).subarray(0, PAGE_MAX_BYTES)
}

/** The work's end, or the signal's when that comes first. */
function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const late = () => reject(new NoPreview('it takes too long'))
    if (signal.aborted) return late()
    signal.addEventListener('abort', late, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late))
  })
}
