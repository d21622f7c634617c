import { PROTOCOL_VERSION } from '#protocol/limits.ts'
import type { MessagePatch, RoomChanges, RoomSummary } from '#protocol/models.ts'
import type { LoadSocket } from './socket.ts'

export type System = 'raw' | 'socketio' | 'parley'

/** Where a receiver stands in a room: the clock of its frames and the last message's number. */
export type Place = { rev: number; seq: number }
/** What one frame brought: it takes a room from `prev` to `rev`. */
export type Batch = { roomId: string; prev: number; rev: number; messages: { id: string; seq: number; rev: number }[] }

/** How the load client speaks with one kind of server. */
export type Dialect = {
  path: string
  /** Says who it is and answers where its rooms stand. */
  enter(socket: LoadSocket, member: { token: string; roomIds: string[] }): Promise<Place[]>
  toSend(ack: number, roomId: string, id: string, body: string): string
  /** A frame of messages begins so, and its number stands where `at` says. */
  messages: { head: string; at: number }
  parse(text: string): Batch
  /** An ack begins so, and its number follows. It is a good one if `ok` follows that. */
  ack: { head: string; ok: string }
  /** What keeps the connection: its question, its answer. */
  ping?: { asked: string; answer: string }
  /** Asked of every connection now and then, where a connection ends by itself. */
  refresh?: string
}

const REFRESH_ACK = 999_999_999
const UUID_LENGTH = 36

const numbered = (prefix: string): Pick<Dialect, 'messages' | 'parse'> => ({
  messages: { head: `${prefix}{"n":`, at: `${prefix}{"n":`.length },
  parse(text) {
    const { n, roomId, id } = JSON.parse(text.slice(prefix.length).replace(/\]$/, '')) as {
      n: number
      roomId: string
      id: string
    }
    return { roomId, prev: n - 1, rev: n, messages: [{ id, seq: n, rev: n }] }
  },
})

const raw: Dialect = {
  path: '/',
  async enter(socket, { roomIds }) {
    const answer = next(socket, '{"joined":')
    socket.send(JSON.stringify({ join: roomIds }))
    return (JSON.parse(await answer) as { joined: number[] }).joined.map((n) => ({ rev: n, seq: n }))
  },
  toSend: (ack, roomId, id, body) => JSON.stringify({ ack, id, roomId, body }),
  ...numbered(''),
  ack: { head: '{"ack":', ok: '}' },
}

const ENGINE = { path: '/socket.io/?EIO=4&transport=websocket', ping: { asked: '2', answer: '3' } }

const socketio: Dialect = {
  ...ENGINE,
  async enter(socket, { roomIds }) {
    await ask(socket, '40', '40')
    const counts = JSON.parse((await ask(socket, `421${JSON.stringify(['join', roomIds])}`, '431')).slice(3)) as [number[]]
    return counts[0].map((n) => ({ rev: n, seq: n }))
  },
  toSend: (ack, roomId, id, body) => `42${ack}${JSON.stringify(['message', { id, roomId, body }])}`,
  ...numbered('42["message",'),
  ack: { head: '43', ok: '[{"ok":true' },
}

const CHANGES = '42["room:changes",{"roomId":"'

const parley: Dialect = {
  ...ENGINE,
  async enter(socket, { token, roomIds }) {
    const auth = { token, protocol: PROTOCOL_VERSION, deviceId: 'bench' }
    const entered = await ask(socket, `40${JSON.stringify(auth)}`, '4')
    if (!entered.startsWith('40')) throw new Error(`a handshake was refused: ${entered}`)
    const text = await ask(socket, `421${JSON.stringify(['session:hello', { revs: {} }])}`, '431')
    const [hello] = JSON.parse(text.slice(3)) as [{ ok: boolean; data: { rooms: RoomSummary[] } }]
    if (!hello.ok) throw new Error(`hello was refused: ${text}`)
    return roomIds.map((id) => {
      const room = hello.data.rooms.find((summary) => summary.id === id)
      if (!room) throw new Error('hello left a room out')
      return { rev: room.rev, seq: room.lastSeq }
    })
  },
  toSend: (ack, roomId, id, body) => `42${ack}${JSON.stringify(['message:send', { id, roomId, body }])}`,
  messages: { head: CHANGES, at: CHANGES.length + UUID_LENGTH + '","prev":'.length },
  parse(text) {
    const [, { roomId, prev, rev, messages }] = JSON.parse(text.slice(2)) as [string, RoomChanges]
    return { roomId, prev, rev, messages: messages.filter(isNew).map(({ id, seq, rev: at }) => ({ id, seq, rev: at })) }
  },
  ack: { head: '43', ok: '[{"ok":true' },
  refresh: `42${REFRESH_ACK}["session:refresh",{}]`,
}

/** A whole row, not a change of one. */
const isNew = (patch: MessagePatch) => patch.body !== undefined && patch.editedAt === undefined

export const dialects: Record<System, Dialect> = { raw, socketio, parley }

/** The next frame that begins like this, as text. */
function next(socket: LoadSocket, head: string): Promise<string> {
  return new Promise((resolve) => {
    const before = socket.onFrame
    socket.onFrame = (bytes, start, end) => {
      const text = bytes.toString('utf8', start, end)
      if (!text.startsWith(head)) return
      socket.onFrame = before
      resolve(text)
    }
  })
}

function ask(socket: LoadSocket, text: string, head: string): Promise<string> {
  const answer = next(socket, head)
  socket.send(text)
  return answer
}
