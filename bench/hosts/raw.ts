import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/**
 * What everything is compared with: `ws` alone. Whoever names a room is in it; a message is numbered in memory, encoded
 * once and sent to everybody. Nothing is stored or checked.
 */
type Wanted = { join: string[] } | { ack: number; id: string; roomId: string; body: string }

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
const rooms = new Map<string, { sockets: Set<WebSocket>; n: number }>()
const roomAt = (id: string) => {
  const room = rooms.get(id) ?? { sockets: new Set(), n: 0 }
  rooms.set(id, room)
  return room
}

server.on('connection', (socket) => {
  const authorId = randomUUID()
  const joined = new Set<string>()
  socket.on('message', (data) => {
    const wanted = JSON.parse(data.toString()) as Wanted
    if ('join' in wanted) {
      for (const id of wanted.join) {
        joined.add(id)
        roomAt(id).sockets.add(socket)
      }
      socket.send(JSON.stringify({ joined: wanted.join.map((id) => roomAt(id).n) }))
      return
    }
    const { ack, id, roomId, body } = wanted
    const room = roomAt(roomId)
    room.n += 1
    const message = JSON.stringify({ n: room.n, roomId, id, authorId, body, createdAt: new Date().toISOString() })
    const frame = Buffer.from(message)
    for (const member of room.sockets) member.send(frame, { binary: false })
    socket.send(`{"ack":${ack}}`)
  })
  socket.on('close', () => {
    for (const id of joined) roomAt(id).sockets.delete(socket)
  })
})

server.on('listening', () => process.send?.({ ready: true, port: (server.address() as AddressInfo).port }))
process.on('SIGTERM', () => process.exit(0))
