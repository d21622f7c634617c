import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { WebSocket } from 'ws'
import type { Row } from '../row.ts'

const MB = 1_048_576
/** Zeros: a thousandth of this goes over the wire. */
const BOMB_BYTES = 100 * MB
const CLOSED_MS = 5_000
const GROWN_MB = 32

const UPGRADE = (host: string) =>
  [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame',
    '',
    '',
  ].join('\r\n')

/** A frame of text that says that it is compressed (RSV1), masked with zeros. */
function compressedFrame(payload: Buffer): Buffer {
  const head = Buffer.alloc(14)
  head[0] = 0b1100_0001
  head[1] = 0x80 | 127
  head.writeBigUInt64BE(BigInt(payload.length), 2)
  return Buffer.concat([head, payload])
}

type Told = { head: string; isClosed: boolean; socket: Socket }

async function upgrade(port: number): Promise<Told> {
  const socket = connect({ host: '127.0.0.1', port })
  const told: Told = { head: '', isClosed: false, socket }
  socket.on('error', () => undefined)
  socket.on('close', () => {
    told.isClosed = true
  })
  socket.on('data', (chunk) => {
    told.head += chunk.toString('latin1')
  })
  socket.write(UPGRADE(`127.0.0.1:${port}`))
  const until = Date.now() + CLOSED_MS
  while (!told.head.includes('\r\n\r\n') && !told.isClosed && Date.now() < until) await wait(10)
  return told
}

/** Over long-polling: a body that says it is compressed. Answers the status. */
const post = (port: number, body: Buffer, encoding: string): Promise<number> =>
  new Promise((resolve) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/socket.io/?EIO=4&transport=polling',
        headers: { 'content-encoding': encoding },
      },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      },
    )
    asked.on('error', () => resolve(0))
    asked.end(body)
  })

export const F64: Row = {
  id: 'F64',
  title: 'compressed frames and bodies that would be a thousand times their size',
  star: false,
  people: 6,
  quiet: 3,
  pace: { perSecond: 20, churn: false },
  bound: { maxMs: 6_000 },
  async inject({ cluster, history, until, lasts, demand }) {
    const bomb = deflateRawSync(Buffer.alloc(BOMB_BYTES), { level: 9 })
    const zipped = gzipSync(Buffer.alloc(BOMB_BYTES), { level: 9 })
    const at = Date.now()
    let times = 0
    for (const node of cluster.nodes) {
      const before = (await node.settled()).rssBytes
      // What every browser offers.
      const asked = new WebSocket(`ws://127.0.0.1:${node.port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: true })
      asked.on('error', () => undefined)
      demand(
        (await until(() => asked.readyState === asked.OPEN, CLOSED_MS)) !== null,
        `${node.name} lets nobody in who offers to compress`,
      )
      demand(asked.extensions === '', `${node.name} agreed to ${asked.extensions}`)
      asked.terminate()
      for (let round = lasts(2, 10); round > 0; round--) {
        const told = await upgrade(node.port)
        demand(told.head.startsWith('HTTP/1.1 101'), `${node.name} answered ${told.head.slice(0, 40)} to an upgrade`)
        demand(!/sec-websocket-extensions/i.test(told.head), `${node.name} agreed to an extension`)
        told.socket.write(compressedFrame(bomb))
        const closedMs = await until(() => told.isClosed, CLOSED_MS)
        demand(closedMs !== null, `${node.name} did not close a connection that sent a compressed frame within ${CLOSED_MS} ms`)
        told.socket.destroy()
        for (const encoding of ['gzip', 'deflate']) {
          const status = await post(node.port, zipped, encoding)
          demand(status === 0 || (status >= 400 && status < 500), `${node.name} answered ${status} to a compressed body`)
          times += 1
        }
        times += 1
      }
      const grown = ((await node.settled()).rssBytes - before) / MB
      demand(grown <= GROWN_MB, `${node.name} holds ${Math.round(grown)} MB more`)
    }
    const lost = history.events.filter((event) => event.op === 'link' && event.status !== 'live' && event.t > at)
    demand(lost.length === 0, `${lost.length} other connections were lost`)
    return { times, what: `${times} bombs of ${Math.round(bomb.length / 1_000)} KB that hold ${BOMB_BYTES / MB} MB` }
  },
}
