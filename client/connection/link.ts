import { io } from 'socket.io-client'
import { type Answer, type ErrorCode, Refusal } from '#protocol/errors.ts'
import { ACK_TIMEOUT_MS, PROTOCOL_VERSION, ROWS_TIMEOUT_MS } from '#protocol/limits.ts'
import { type Ask, NoAnswer } from './ask.ts'

/** What answers rows: up to 256 KB, which take half a minute over 64 kbit a second. Asked again sooner, they never come. */
const ROWS: ReadonlySet<string> = new Set(['room:history', 'room:sync'])

/** One connection, from its opening to its end. It never comes back by itself: the next one is another link. */
export type Link = {
  /** As the server names it. */
  id: string | undefined
  ask: Ask
  /** Epoch ms at which anything last came from the server. */
  heardAt(): number
  /** What it goes over now, or went over last. */
  transport(): 'websocket' | 'polling'
  close(): void
}

type Opening = {
  url: string | undefined
  token: string
  deviceId: string
  former: string | undefined
  /** The first of them is tried; long-polling becomes a WebSocket when that is named too. */
  transports: ('websocket' | 'polling')[]
  timeoutMs: number
  onEvent(name: string, payload: unknown): void
  /** The connection broke. Not told after `close()`. */
  onBroken(): void
}

/** Typed by `Ask`; Socket.IO's own generics can't follow an event name that varies. */
type Emitter = {
  timeout(ms: number): { emit(name: string, payload: unknown, ack: (error: unknown, answer: Answer<never>) => void): void }
}

/**
 * Opens a connection. Rejects with the code the server refused it with (`connect_error`'s data), or `unavailable` when
 * it can't be reached within `timeoutMs`.
 */
export function openLink({ url, token, deviceId, former, transports, timeoutMs, onEvent, onBroken }: Opening): Promise<Link> {
  const options = {
    auth: { token, protocol: PROTOCOL_VERSION, deviceId, ...(former === undefined ? {} : { former }) },
    transports,
    reconnection: false,
    forceNew: true,
    timeout: timeoutMs,
  }
  const socket = url === undefined ? io(options) : io(url, options)
  let isClosed = false
  let heardAt = Date.now()

  const close = () => {
    isClosed = true
    socket.removeAllListeners()
    socket.offAny()
    socket.disconnect()
  }
  const ask: Ask = (name, payload, withinMs = ACK_TIMEOUT_MS) =>
    new Promise((resolve, reject) => {
      // Never into Socket.IO's own buffer: what waits for a connection waits in the outbox or is refused.
      if (isClosed || !socket.connected) return reject(new NoAnswer('There is no connection.'))
      const emitter: Emitter = socket
      emitter.timeout(ROWS.has(name) ? Math.max(withinMs, ROWS_TIMEOUT_MS) : withinMs).emit(name, payload, (error, answer) => {
        if (error) reject(new NoAnswer())
        else if (answer?.ok) resolve(answer.data)
        else reject(refusalOf(answer?.error))
      })
    })

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new NoAnswer('The server can’t be reached.')), timeoutMs)
    function fail(refusal: Refusal) {
      clearTimeout(timer)
      close()
      reject(refusal)
    }
    socket.onAny((name: string, payload: unknown) => onEvent(name, payload))
    socket.once('connect', () => {
      clearTimeout(timer)
      heardAt = Date.now()
      const { engine } = socket.io
      engine.on('packet', () => {
        heardAt = Date.now()
      })
      const transport = () => (engine.transport.name === 'polling' ? 'polling' : 'websocket')
      resolve({ id: socket.id, ask, heardAt: () => heardAt, transport, close })
    })
    socket.once('connect_error', (error: Error & { data?: unknown }) => fail(refusalOf(error.data)))
    socket.once('disconnect', () => {
      if (isClosed) return
      close()
      onBroken()
    })
  })
}

/** What a refusal of the server says, read with care: a proxy may have answered in its place. */
function refusalOf(data: unknown): Refusal {
  const { code, message, retryAfterMs, fields } = (data ?? {}) as { [key: string]: unknown }
  if (typeof code !== 'string') return new NoAnswer('The server can’t be reached.')
  return new Refusal(code as ErrorCode, typeof message === 'string' ? message : 'The server refused.', {
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
    ...(typeof fields === 'object' && fields !== null ? { fields: fields as Record<string, string> } : {}),
  })
}
