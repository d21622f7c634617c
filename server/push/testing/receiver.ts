import { createECDH, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import ece from 'http_ece'

export type Received = { headers: IncomingHttpHeaders; payload: Record<string, unknown> }

export type Browser = {
  subscription: { endpoint: string; p256dh: string; auth: string }
  received: Received[]
  /** What its push service answers from now on. */
  answer: number
}

/** A push service, and browsers behind it that open what they are sent (RFC 8030, 8188, 8291). */
export async function startReceiver() {
  const browsers = new Map<string, Browser & { open(body: Buffer): Record<string, unknown> }>()
  const server = createServer(async (request, response) => {
    const browser = browsers.get(request.url ?? '')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (!browser) return void response.writeHead(404).end()
    const { answer } = browser
    if (answer === 201) browser.received.push({ headers: request.headers, payload: browser.open(Buffer.concat(chunks)) })
    response.writeHead(answer).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    /** As `PUSH_TEST_ALLOW` takes it. */
    place,
    browser(): Browser {
      const pair = createECDH('prime256v1')
      const p256dh = pair.generateKeys('base64url')
      const auth = randomBytes(16).toString('base64url')
      const path = `/push/${randomBytes(8).toString('hex')}`
      const open = (body: Buffer) =>
        JSON.parse(ece.decrypt(body, { version: 'aes128gcm', privateKey: pair, authSecret: auth }).toString())
      const browser = { subscription: { endpoint: `http://${place}${path}`, p256dh, auth }, received: [], answer: 201, open }
      browsers.set(path, browser)
      return browser
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
