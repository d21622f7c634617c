import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'

/** Plain Socket.IO: its rooms and its broadcast as its documentation shows them. Nothing is stored or checked. */
type Wanted = { id: string; roomId: string; body: string }

const http = createServer()
const io = new Server(http, { perMessageDeflate: false, httpCompression: false, serveClient: false })
const counts = new Map<string, number>()

io.on('connection', (socket) => {
  const authorId = randomUUID()
  socket.on('join', (roomIds: string[], ack: (counts: number[]) => void) => {
    void socket.join(roomIds)
    ack(roomIds.map((id) => counts.get(id) ?? 0))
  })
  socket.on('message', ({ id, roomId, body }: Wanted, ack: (answer: { ok: true }) => void) => {
    const n = (counts.get(roomId) ?? 0) + 1
    counts.set(roomId, n)
    io.to(roomId).emit('message', { n, roomId, id, authorId, body, createdAt: new Date().toISOString() })
    ack({ ok: true })
  })
})

http.listen(0, '127.0.0.1', () => process.send?.({ ready: true, port: (http.address() as AddressInfo).port }))
process.on('SIGTERM', () => process.exit(0))
