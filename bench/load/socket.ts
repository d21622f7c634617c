import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

/** A WebSocket of the load client. Frames come as the bytes they came in: nothing is copied or turned into text. */
export type LoadSocket = {
  send(text: string): void
  /** Hears each text frame: the payload is `bytes` from `start` to `end`, valid during the call only. */
  onFrame: (bytes: Buffer, start: number, end: number) => void
}

/** One buffer for all reads: each is taken apart before the next one comes. */
const READ = Buffer.allocUnsafe(1_048_576)
const TEXT = 1
const CLOSE = 8
/** What a browser sends, so that what a server keeps of a request weighs what it would. */
const HEADERS = [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Accept-Language: en-GB,en;q=0.9',
  'Cache-Control: no-cache',
  'Pragma: no-cache',
  `Cookie: session-token=${'x'.repeat(200)}; theme=dark`,
]

/**
 * Opens a WebSocket at 127.0.0.1 over a plain socket (RFC 6455), unextended: the load client must cost little, and the
 * same for every server it measures. Frames that come before `onFrame` is set are lost, so it is taken here.
 */
export function openSocket(port: number, path: string, onFrame: LoadSocket['onFrame']): Promise<LoadSocket> {
  return new Promise((resolve, reject) => {
    let isOpen = false
    let rest: Buffer | null = null

    const read = (length: number, buffer: Uint8Array): boolean => {
      const fresh = (buffer as Buffer).subarray(0, length)
      let bytes: Buffer = rest ? Buffer.concat([rest, fresh]) : fresh
      rest = null
      if (!isOpen) {
        const end = bytes.indexOf('\r\n\r\n')
        if (end >= 0) {
          const status = bytes.toString('latin1', 0, end)
          if (!status.startsWith('HTTP/1.1 101')) {
            reject(new Error(`a server refused a WebSocket: ${status.split('\r\n')[0]}`))
            tcp.destroy()
            return false
          }
          isOpen = true
          bytes = bytes.subarray(end + 4)
          resolve(socket)
        }
      }
      const taken = isOpen ? takeFrames(bytes) : 0
      if (taken < bytes.length) rest = Buffer.from(bytes.subarray(taken))
      return true
    }

    /** Answers how many bytes were whole frames. */
    const takeFrames = (bytes: Buffer): number => {
      let at = 0
      while (at + 2 <= bytes.length) {
        let length = bytes[at + 1]! & 127
        let start = at + 2
        if (length === 126) {
          if (at + 4 > bytes.length) break
          length = bytes.readUInt16BE(at + 2)
          start = at + 4
        } else if (length === 127) {
          if (at + 10 > bytes.length) break
          length = bytes.readUInt32BE(at + 6)
          start = at + 10
        }
        const end = start + length
        if (end > bytes.length) break
        const opcode = bytes[at]! & 15
        if (opcode === TEXT) socket.onFrame(bytes, start, end)
        else if (opcode === CLOSE) tcp.destroy()
        at = end
      }
      return at
    }

    const tcp = connect({ host: '127.0.0.1', port, noDelay: true, onread: { buffer: READ, callback: read } })
    const socket: LoadSocket = { send: (text) => void tcp.write(toFrame(text)), onFrame }
    tcp.on('error', reject)
    tcp.on('connect', () => {
      const key = randomBytes(16).toString('base64')
      tcp.write(
        [
          `GET ${path} HTTP/1.1`,
          `Host: 127.0.0.1:${port}`,
          ...HEADERS,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          `Sec-WebSocket-Key: ${key}`,
          '\r\n',
        ].join('\r\n'),
      )
    })
  })
}

/** A client must mask its frames; a mask of zeros leaves them as they are. */
function toFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const header = length < 126 ? 6 : 8
  const frame = Buffer.alloc(header + length)
  frame[0] = 0x81
  if (length < 126) frame[1] = 0x80 | length
  else {
    if (length > 65_535) throw new Error('the load client sends no frames above 64 KB')
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(length, 2)
  }
  frame.write(text, header)
  return frame
}
