import type { ChatSocket } from './types.ts'

/** As much of Engine.IO's connection and of ws's socket as tells what waits. Their types hide it. */
type Conn = {
  writeBuffer: { data?: unknown }[]
  transport: {
    writable: boolean
    socket?: {
      bufferedAmount: number
      terminate(): void
      _socket?: { bytesWritten: number; writableLength: number } | null
    }
  }
}

/**
 * What waits to be written to a connection, in bytes, and how many bytes the operating system took so far. `batch` is another
 * object after each write of Engine.IO: long-polling shows its progress by nothing else.
 */
export type Backlog = { bytes: number; taken: number; batch: object }

const sizeOf = (data: unknown): number =>
  typeof data === 'string' ? Buffer.byteLength(data) : ArrayBuffer.isView(data) ? data.byteLength : 0

/**
 * Both buffers of a connection together: packets that Engine.IO holds until its transport is free, and bytes that ws was
 * given and the operating system has not taken. Null, for the price of two look-ups, when nothing waits.
 */
export function backlogOf(socket: ChatSocket): Backlog | null {
  const { writeBuffer, transport } = socket.conn as unknown as Conn
  if (transport.writable && writeBuffer.length === 0) return null
  const tcp = transport.socket?._socket
  const held = writeBuffer.reduce((sum, { data }) => sum + sizeOf(data), 0)
  return {
    bytes: held + (transport.socket?.bufferedAmount ?? 0),
    // `bytesWritten` counts what Node holds too.
    taken: tcp ? tcp.bytesWritten - tcp.writableLength : 0,
    batch: writeBuffer,
  }
}

/** Ends a connection without waiting for what it does not read: `close()` would let it drain first. */
export function cutOff(socket: ChatSocket): void {
  const { transport } = socket.conn as unknown as Conn
  if (transport.socket) transport.socket.terminate()
  else socket.conn.close(true)
}
