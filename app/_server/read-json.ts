import { Refusal } from '#protocol/errors.ts'
import { isOwnRequest } from './request.ts'

const BODY_MAX_BYTES = 16_384

/**
 * The JSON body of a request that changes something. Refuses with `forbidden` a foreign page's request, with `invalid`
 * another content type (a form of a foreign page can send it unasked) or broken JSON, and with `too_large` more than
 * 16 KB [A17].
 */
export async function readJson(request: Request): Promise<unknown> {
  if (!isOwnRequest(request.headers)) throw new Refusal('forbidden', 'This request came from another site.')
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new Refusal('invalid', 'Send JSON, with Content-Type: application/json.')
  }
  const text = await readBody(request)
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('invalid', 'This is not JSON.')
  }
}

/**
 * The body as text; refuses `too_large` past 16 KB. Read piece by piece, because a length that was not told is not known
 * before.
 */
export async function readBody(request: Request): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const piece of request.body ?? []) {
    size += piece.byteLength
    if (size > BODY_MAX_BYTES) throw new Refusal('too_large', 'This is more than 16 KB.')
    text += decoder.decode(piece, { stream: true })
  }
  return text + decoder.decode()
}
