import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { type ErrorCode, Refusal } from '#protocol/errors.ts'
import { PART_MAX_BYTES } from '#protocol/limits.ts'
import { noSuchFile, readAddress } from '#server/core/files/address.ts'
import { findWhole } from '#server/core/files/find.ts'
import type { FileRow } from '#server/core/files/row.ts'
import { readParts } from '#server/core/files/storing.ts'
import type { Uploads } from '#server/core/files/uploads.ts'
import { passingToRefusal } from '#server/core/messages/refusals.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import type { Storage } from '#server/files/storage.ts'
import type { Log } from '#server/log.ts'
import { isWelcomeOrigin } from '#server/sockets/origin.ts'
import { describeFile } from './file-headers.ts'
import { readBody } from './read-body.ts'

/** Parts that a node takes in at once: what they hold in memory is 16 times 4 MB at most. */
const PARTS_AT_ONCE = 16
const STATUS: Partial<Record<ErrorCode, number>> = {
  ...{ invalid: 400, unauthorized: 403, token_expired: 403, forbidden: 403, banned: 403, muted: 403 },
  ...{ not_found: 404, conflict: 409, too_large: 413 },
}

type Deps = { pool: pg.Pool; storage: Storage; uploads: Uploads; env: Env; log: Log }

/**
 * `/files/<id>`: takes the parts of a file on its way up (PUT) and gives files (GET), at addresses that were signed here for a
 * while [E1]. No cookie is read: the address decides.
 */
export function createFileDoor({ pool, storage, uploads, env, log }: Deps) {
  const query = queryOn(pool)
  const secrets = [env.NEXTAUTH_SECRET, env.NEXTAUTH_SECRET_PREVIOUS]
  let taking = 0

  async function take(request: IncomingMessage, response: ServerResponse) {
    const { id, purpose, session } = readAddress(secrets, request.url ?? '')
    if (purpose !== 'put') throw noSuchFile()
    const from = Number(request.headers['upload-offset'])
    if (!Number.isSafeInteger(from) || from < 0)
      throw new Refusal('invalid', 'Say where this part begins.', { fields: { 'upload-offset': 'is missing' } })
    if (taking >= PARTS_AT_ONCE) throw new Refusal('unavailable', 'Too many files come in at once.', { retryAfterMs: 1_000 })
    taking += 1
    try {
      const bytes = await readBody(request, PART_MAX_BYTES)
      answer(response, 200, { received: await uploads.receive(id, session, from, bytes) })
    } finally {
      taking -= 1
    }
  }

  async function give(request: IncomingMessage, response: ServerResponse) {
    const { id, purpose } = readAddress(secrets, request.url ?? '')
    const row = purpose === 'put' ? null : await findWhole(query, id)
    if (!row) throw noSuchFile()
    if (purpose === 'thumb') return giveThumb(row, response)
    const { status, headers, from, to } = describeFile(row, purpose === 'download', request.headers.range)
    response.writeHead(status, headers)
    if (request.method === 'HEAD' || status === 416) return void response.end()
    await send(readParts(storage, row.parts, from, to), response)
  }

  async function giveThumb(row: FileRow, response: ServerResponse) {
    if (!row.thumb) throw noSuchFile()
    const bytes = await storage.read(row.thumb, 0, PART_MAX_BYTES)
    const { 'content-length': _ofTheFile, ...headers } = describeFile({ ...row, type: 'image/webp' }, false).headers
    response.writeHead(200, headers)
    await send(bytes, response)
  }

  /** Whoever goes away in the middle is no failure; a storage that does breaks the answer off, so that nobody takes it for whole. */
  const send = (bytes: NodeJS.ReadableStream, response: ServerResponse) =>
    pipeline(bytes, response).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') log.warn({ error }, 'a file could not be given whole')
    })

  function refused(response: ServerResponse, caught: unknown) {
    const known = passingToRefusal(caught)
    const refusal =
      known instanceof Refusal ? known : new Refusal('unavailable', 'Try again in a moment.', { retryAfterMs: 2_000 })
    if (refusal !== known) log.error({ error: caught }, 'a file’s request failed')
    if (response.headersSent) return void response.destroy()
    const { retryAfterMs } = refusal.more
    if (retryAfterMs !== undefined) response.setHeader('retry-after', Math.ceil(retryAfterMs / 1_000))
    answer(response, STATUS[refusal.code] ?? 503, { error: refusal.toError() })
  }

  /** True when the path was one of files. */
  return function answerFiles(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (!path.startsWith('/files/')) return false
    // Pages that are served elsewhere fetch from here; the address is what lets them in.
    response.setHeader('vary', 'origin')
    const { origin } = request.headers
    if (origin !== undefined && isWelcomeOrigin(request, env)) response.setHeader('access-control-allow-origin', origin)
    if (env.SOCKET_URL !== undefined) response.setHeader('cross-origin-resource-policy', 'cross-origin')
    const { method } = request
    if (method === 'OPTIONS') preflight(response)
    else if (method === 'PUT') take(request, response).catch((error) => refused(response, error))
    else if (method === 'GET' || method === 'HEAD') give(request, response).catch((error) => refused(response, error))
    else answer(response, 405, { error: { code: 'invalid', message: 'There is no such request.' } })
    return true
  }
}

const preflight = (response: ServerResponse) =>
  response
    .writeHead(204, {
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'upload-offset, content-type',
      'access-control-max-age': '600',
    })
    .end()

const answer = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
