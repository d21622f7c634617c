import type { IncomingMessage } from 'node:http'
import { Refusal } from '#protocol/errors.ts'

/** The whole body of a request. Refuses `too_large` as soon as it is, whatever length it was said to have, and `invalid` for a broken or empty one. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new Refusal('too_large', `A part has at most ${maxBytes} bytes.`)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    request.resume()
    throw tooLarge()
  }
  const portions: Buffer[] = []
  let size = 0
  try {
    for await (const portion of request) {
      size += (portion as Buffer).length
      if (size > maxBytes) throw tooLarge()
      portions.push(portion as Buffer)
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid', 'The request broke off.')
  }
  if (size === 0) throw new Refusal('invalid', 'There is nothing in this part.')
  return Buffer.concat(portions)
}
