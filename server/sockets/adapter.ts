import { RedisAdapter } from '@socket.io/redis-adapter'
import type { Redis } from 'ioredis'
import msgpack from 'notepack.io'
import type { Seal } from '#server/live/seal.ts'
import type { Log } from '#server/log.ts'
import { createSeldom } from '#server/log-seldom.ts'
import type { Clocks } from './clocks.ts'

/** What the adapter passes over: a packet of a namespace that is none. One without a namespace would go to everybody. */
const NOTHING = ['', { nsp: '' }, {}]

const isFrame = (value: unknown): value is { roomId: string; prev: number; rev: number } => {
  const frame = value as { roomId?: unknown; prev?: unknown; rev?: unknown } | null
  return (
    typeof frame === 'object' &&
    frame !== null &&
    typeof frame.roomId === 'string' &&
    typeof frame.prev === 'number' &&
    typeof frame.rev === 'number'
  )
}

const isOwnCursor = (value: unknown): value is { cursors: [{ userId: string }]; meRev: number } => {
  const told = value as { cursors?: { userId?: unknown }[]; meRev?: unknown } | null
  return typeof told?.meRev === 'number' && Array.isArray(told.cursors) && typeof told.cursors[0]?.userId === 'string'
}

/**
 * The classic adapter's broadcasts without its requests: other nodes never make this one join, leave or disconnect sockets,
 * and nobody here asks for that (docs/decisions/0004-wake-by-notify.md), so what comes on those channels is nobody's [L23].
 */
class BroadcastAdapter extends RedisAdapter {}
// Private in its types; its constructor takes it from the prototype.
Object.assign(BroadcastAdapter.prototype, { onrequest() {} })

/**
 * Redis rooms across nodes: the classic adapter, which tells this node's sockets first and then publishes. What comes
 * from the other nodes is opened and read here once, so that a forged or malformed message is dropped instead of reaching
 * somebody or ending the process, and so that this node knows which frames and cursors its sockets were given.
 */
export function createRoomAdapter(clients: { pub: Redis; sub: Redis }, clocks: Clocks, { seal, open }: Seal, log: Log) {
  const unread = createSeldom<string>((count, reason) => log.warn({ count, reason }, 'messages between nodes could not be read'))
  const parser = {
    encode: (message: unknown) => seal(msgpack.encode(message)),
    decode(bytes: Buffer): unknown {
      try {
        const opened = open(bytes)
        if (!opened) {
          unread('no seal of this installation')
          return NOTHING
        }
        const message: unknown = msgpack.decode(opened)
        if (!Array.isArray(message)) return NOTHING
        const data: unknown = (message[1] as { data?: unknown } | undefined)?.data
        if (!Array.isArray(data)) return message
        if (data[0] === 'room:changes' && isFrame(data[1])) clocks.saw(data[1])
        if (data[0] === 'room:cursors' && isOwnCursor(data[1])) clocks.sawPerson(data[1].cursors[0].userId, data[1].meRev)
        return message
      } catch (error) {
        unread(error instanceof Error ? error.message : 'not readable')
        return NOTHING
      }
    },
  }
  // Socket.IO calls it with `new`.
  return function adapterOf(namespace: unknown) {
    return new BroadcastAdapter(namespace, clients.pub, clients.sub, { parser })
  }
}
