import { createAdapter } from '@socket.io/redis-adapter'
import type { Redis } from 'ioredis'
import msgpack from 'notepack.io'
import type { Log } from '#server/log.ts'
import type { Clocks } from './clocks.ts'

/** What the adapter does with something that is not a packet: nothing. */
const NOTHING = ['', {}, {}]

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
 * Redis rooms across nodes: the classic adapter, which tells this node's sockets first and then publishes. What comes
 * from the other nodes is read here once, so that a malformed message is dropped instead of ending the process, and so
 * that this node knows which frames and cursors its sockets were given.
 */
export function createRoomAdapter(clients: { pub: Redis; sub: Redis }, clocks: Clocks, log: Log) {
  return createAdapter(clients.pub, clients.sub, {
    parser: {
      encode: (message: unknown) => msgpack.encode(message),
      decode(bytes: Buffer): unknown {
        try {
          const message: unknown = msgpack.decode(bytes)
          if (!Array.isArray(message)) return message ?? NOTHING
          const data: unknown = (message[1] as { data?: unknown } | undefined)?.data
          if (!Array.isArray(data)) return message
          if (data[0] === 'room:changes' && isFrame(data[1])) clocks.saw(data[1])
          if (data[0] === 'room:cursors' && isOwnCursor(data[1])) clocks.sawPerson(data[1].cursors[0].userId, data[1].meRev)
          return message
        } catch (error) {
          log.warn({ error }, 'a message between nodes could not be read')
          return NOTHING
        }
      },
    },
  })
}
