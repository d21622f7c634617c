import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import type { ChatOptions } from '#client/api.ts'
import type { Answer, ProtocolError } from '#protocol/errors.ts'
import type { HandshakeAuth } from '#protocol/events.ts'
import type { RoomChanges, RoomSummary, User } from '#protocol/models.ts'
import type { RequestData, RequestName, RequestPayload } from '#protocol/requests.ts'
import { type Change, createModelRoom, type ModelRoom } from './model-room.ts'

type Payload<Name extends RequestName> = RequestPayload<Name>
type Handlers = { [Name in RequestName]?: (payload: Payload<Name>, by: string) => RequestData<Name> }
/** Answers in place of the host; `undefined` leaves it to the host, `'silence'` answers nothing. */
type Intercept = (payload: never, by: string, name: RequestName) => Answer<unknown> | 'silence' | undefined

export type Host = Awaited<ReturnType<typeof startHost>>

/** A socket host that speaks the protocol over model rooms: real sockets on a free port, no database. */
export async function startHost({ port = 0 }: { port?: number } = {}) {
  const http = createServer()
  /** What came to the door, by transport, and whether it is shut. */
  const knocks: string[] = []
  let isShut = false
  const io = new Server(http, {
    transports: ['websocket', 'polling'],
    allowRequest: (request, done) => {
      const asked = new URL(request.url ?? '', 'http://host').searchParams
      if (!asked.has('sid')) knocks.push(asked.get('transport') ?? '')
      done(null, !isShut)
    },
  })
  const rooms = new Map<
    string,
    { model: ModelRoom; members: Set<string>; kind: RoomSummary['kind']; read: Map<string, number> }
  >()
  const intercepts: Intercept[] = []
  const asked: { name: RequestName; payload: unknown; by: string }[] = []
  const handshakes: HandshakeAuth[] = []
  const gone = new Set<string>()
  let refusal: (Pick<ProtocolError, 'code'> & { retryAfterMs?: number }) | null = null
  let epoch = 'epoch-1'
  let isLost = () => false
  let tokens = 0

  const roomOf = (roomId: string) => {
    const room = rooms.get(roomId)
    if (!room) throw new Error(`no room ${roomId}`)
    return room
  }
  const userOf = (id: string): User => ({ id, username: id, displayName: id, role: 'member' })

  function summary(roomId: string, by: string): RoomSummary {
    const { model, members, kind, read } = roomOf(roomId)
    const readSeq = read.get(by) ?? 0
    const unread = model.rows().filter((row) => row.seq > readSeq && row.authorId !== by && !row.deletedAt && !row.hiddenAt)
    return {
      id: roomId,
      kind,
      name: model.name,
      rev: model.rev,
      lastSeq: model.lastSeq,
      readSeq,
      unread: Math.min(100, unread.length),
      mentionCount: unread.filter((row) => row.mentions.userIds.includes(by)).length,
      notify: 'all',
      ...(members.has(by) ? { role: 'member' as const } : {}),
      memberCount: members.size,
      archived: false,
      slowModeSeconds: 0,
    }
  }

  const handlers: Handlers = {
    'session:hello': ({ revs, epoch: known }, by) => {
      const own = [...rooms.keys()].filter((id) => roomOf(id).members.has(by))
      const isKnown = known === epoch
      const held = Object.keys(revs)
      return {
        user: userOf(by),
        epoch,
        meRev: 1,
        serverTime: new Date().toISOString(),
        expiresAt: new Date(Date.now() + 300_000).toISOString(),
        connection: { id: 'c', node: 'n', sessionId: 's' },
        rooms: own.filter((id) => !isKnown || revs[id] !== roomOf(id).model.rev).map((id) => summary(id, by)),
        gone: held.filter((id) => gone.has(id) || !own.includes(id)),
        changes: isKnown
          ? held
              .filter((id) => own.includes(id) && revs[id]! < roomOf(id).model.rev)
              .map((id) => roomOf(id).model.sync(revs[id]!, undefined, by))
          : [],
        resets: isKnown ? [] : held,
        held: [],
        users: [],
      }
    },
    'session:refresh': (_, by) => {
      const expiresAt = new Date(Date.now() + 300_000).toISOString()
      return { expiresAt, token: { token: `${by} refreshed ${++tokens}`, expiresAt } }
    },
    'session:visible': () => ({}),
    'room:get': ({ roomId }, by) => ({ room: summary(roomId, by) }),
    'room:history': ({ roomId, before, after, around, limit = 50 }) => {
      const where = { ...(before ? { before } : {}), ...(after ? { after } : {}), ...(around ? { around } : {}) }
      const { messages, ...page } = roomOf(roomId).model.page({ ...where, limit })
      return { ...page, messages: [...messages], users: [] }
    },
    'message:get': ({ roomId, ids }) => ({
      messages: roomOf(roomId)
        .model.rows()
        .filter((row) => ids.includes(row.id))
        .map((row) => structuredClone(row)),
      users: [],
    }),
    'room:counts': ({ roomIds }, by) => ({
      counts: roomIds
        .filter((id) => rooms.get(id)?.members.has(by))
        .map((id) => summary(id, by))
        .map(({ id, rev, readSeq, unread, mentionCount }) => ({ roomId: id, rev, readSeq, unread, mentionCount })),
    }),
    'room:sync': ({ roomId, afterRev }, by) => ({ changes: roomOf(roomId).model.sync(afterRev, undefined, by) }),
    'room:read': ({ roomId, seq, back }, by) => {
      const { read } = roomOf(roomId)
      read.set(by, back ? seq - 1 : Math.max(seq, read.get(by) ?? 0))
      return { readSeq: read.get(by)! }
    },
    'room:delivered': () => ({}),
    'room:receipts': () => ({ cursors: [] }),
    'room:draft': () => ({}),
    'typing:set': () => ({}),
    'presence:set': () => ({}),
    'presence:watch': ({ userIds }) => ({ presence: userIds.map((userId) => ({ userId, status: 'online', lastSeenAt: null })) }),
    'user:get': ({ ids }) => ({ users: ids.map(userOf) }),
    'message:send': ({ roomId, id, body }, by) => {
      const { model } = roomOf(roomId)
      if (!model.find(id)) tell(model.commit([{ do: 'send', by, body, id }]))
      return { message: structuredClone(model.find(id)!) }
    },
  }

  function tell(frame: RoomChanges | null) {
    if (frame && !isLost()) io.to(frame.roomId).emit('room:changes', frame)
  }

  function answer(name: RequestName, payload: unknown, by: string): Answer<unknown> | 'silence' {
    for (const intercept of intercepts) {
      const told = intercept(payload as never, by, name)
      if (told) return told
    }
    const handler = handlers[name] as ((payload: unknown, by: string) => unknown) | undefined
    if (!handler) return { ok: false, error: { code: 'invalid', message: `nobody handles ${name}` } }
    return { ok: true, data: handler(payload, by) }
  }

  io.use((socket, next) => {
    handshakes.push(socket.handshake.auth as HandshakeAuth)
    if (refusal) return next(Object.assign(new Error('refused'), { data: refusal }))
    next()
  })
  io.on('connection', (socket: Socket) => {
    const by = String(socket.handshake.auth.token).split(' ')[0] ?? ''
    void socket.join(`person ${by}`)
    for (const [id, { members }] of rooms) if (members.has(by)) void socket.join(id)
    socket.onAny((name: RequestName, payload: unknown, ack: (answer: unknown) => void) => {
      asked.push({ name, payload, by })
      const told = answer(name, payload, by)
      if (told !== 'silence') ack(told)
    })
  })
  await new Promise<void>((done) => http.listen(port, '127.0.0.1', done))

  return {
    port: (http.address() as AddressInfo).port,
    asked,
    handshakes,
    knocks,
    /** Lets nobody in, before any handshake, as a server does that is overrun. */
    shut(next: boolean) {
      isShut = next
    },
    options(userId: string, more: Partial<ChatOptions> = {}): ChatOptions {
      return {
        url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
        getToken: async () => ({ token: `${userId} ${++tokens}`, expiresAt: new Date(Date.now() + 300_000).toISOString() }),
        deviceId: 'device',
        userId,
        storage: 'memory',
        ...more,
      }
    },
    addRoom(roomId: string, members: string[], kind: RoomSummary['kind'] = 'PUBLIC') {
      const model = createModelRoom(roomId)
      rooms.set(roomId, { model, members: new Set(members), kind, read: new Map() })
      return model
    },
    summary,
    members: (roomId: string) => roomOf(roomId).members,
    /** Commits and tells, unless the frame is to be lost. */
    commit(roomId: string, changes: Change[], { lose = false } = {}) {
      const frame = roomOf(roomId).model.commit(changes)
      if (!lose) tell(frame)
      return frame
    },
    join: (userId: string, roomId: string) => io.in(`person ${userId}`).socketsJoin(roomId),
    emit: (userId: string, name: string, payload: unknown) => io.to(`person ${userId}`).emit(name, payload),
    intercept(answer: Intercept) {
      intercepts.push(answer)
      return () => intercepts.splice(intercepts.indexOf(answer), 1)
    },
    /** What the host itself answers, for an intercept that does something on the way. */
    reply: (name: RequestName, payload: unknown, by: string): Answer<unknown> => {
      const handler = handlers[name] as (payload: unknown, by: string) => unknown
      return { ok: true, data: handler(payload, by) }
    },
    refuse(next: typeof refusal) {
      refusal = next
    },
    /** Which of the frames that come from sends are lost on the way. */
    lose(next: () => boolean) {
      isLost = next
    },
    setEpoch(next: string) {
      epoch = next
    },
    transports: () => [...io.of('/').sockets.values()].map((socket) => socket.conn.transport.name),
    connectionIds: () => [...io.of('/').sockets.keys()],
    /** Cuts every connection, as a network does. */
    cut() {
      for (const socket of io.of('/').sockets.values()) socket.conn.close()
    },
    async close() {
      await io.close()
    },
  }
}
