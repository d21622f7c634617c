import { createServer } from 'node:http'
import type { AddressInfo, Socket as TcpSocket } from 'node:net'
import { Server } from 'socket.io'
import { io as connect, type Socket } from 'socket.io-client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createLive } from '#server/live/live.ts'
import { createLog } from '#server/log.ts'
import { backlogOf } from './backlog.ts'
import { createBackpressure, HARD_BYTES, SOFT_BYTES, type Why } from './backpressure.ts'
import { createClocks } from './clocks.ts'
import { createLiveTeller } from './live-events.ts'
import { BEHIND, type ChatServer, type ChatSocket, roomOf } from './types.ts'
import { createWatching } from './watching.ts'

const ROOM = '018f3c2e-0000-7000-8000-000000000001'
const PATIENCE = { timeout: 20_000, interval: 10 }
const WORDS = 'x'.repeat(64_000)

/** A host with one client that hears one room, and what goes on at both ends. */
async function start(options: { stalledMs?: number; onDrained?: (socket: ChatSocket) => void } = {}) {
  const http = createServer()
  const io: ChatServer = new Server(http, { perMessageDeflate: false })
  const clocks = createClocks()
  clocks.startRoom(ROOM, 1)
  const told: ('drained' | Why)[] = []
  const backpressure = createBackpressure({
    io,
    clocks,
    stalledMs: options.stalledMs,
    onDrained(socket) {
      told.push('drained')
      options.onDrained?.(socket)
    },
    onClose: (_, why) => told.push(why),
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const joined = new Promise<ChatSocket>((done) =>
    io.once('connection', async (socket) => {
      socket.once('disconnect', () => backpressure.forget(socket))
      await socket.join(roomOf(ROOM))
      done(socket)
    }),
  )
  const client: Socket = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  onTestFinished(async () => {
    client.disconnect()
    backpressure.close()
    await io.close()
  })
  const frames: number[] = []
  client.on('room:changes', ({ rev }: { rev: number }) => frames.push(rev))
  const server = await joined
  const tcp = (client.io.engine as unknown as { transport: { ws: { _socket: TcpSocket } } }).transport.ws._socket
  let rev = 1
  return {
    io,
    client,
    server,
    tcp,
    frames,
    told,
    rev: () => rev,
    /** Tells the room one thing more, as the fan-out does. */
    tell() {
      rev += 1
      const message = { id: '', seq: rev, rev, authorId: '', body: WORDS }
      io.to(roomOf(ROOM))
        .except(BEHIND)
        .emit('room:changes', { roomId: ROOM, prev: rev - 1, rev, messages: [message] })
      clocks.saw({ roomId: ROOM, prev: rev - 1, rev })
    },
  }
}

/** Tells a client that reads nothing until more than the kernel's buffers wait, a little at a time. */
async function fill({ tell, server }: Awaited<ReturnType<typeof start>>) {
  await vi.waitFor(() => {
    if ((backlogOf(server)?.bytes ?? 0) <= SOFT_BYTES) tell()
    expect(server.rooms.has(BEHIND)).toBe(true)
  }, PATIENCE)
}

test('[S4] who does not keep up hears nothing live until it drained, then the clocks of its rooms, and is not closed', async () => {
  const run = await start()
  run.tell()
  await vi.waitFor(() => expect(run.frames).toEqual([2]), PATIENCE)
  const heads: unknown[] = []
  run.client.on('room:heads', (payload: unknown) => heads.push(payload))
  run.tcp.pause()
  await fill(run)
  const waiting = backlogOf(run.server)?.bytes ?? 0
  expect(waiting).toBeGreaterThan(SOFT_BYTES)
  const missed = run.rev()
  for (let i = 0; i < 100; i++) run.tell()
  expect(backlogOf(run.server)?.bytes, 'nothing more is queued for it').toBe(waiting)

  run.tcp.resume()
  await vi.waitFor(() => expect(heads).toEqual([{ heads: { [ROOM]: missed + 100 } }]), PATIENCE)
  expect(run.frames.at(-1), 'what was queued before came').toBe(missed)
  run.tell()
  await vi.waitFor(() => expect(run.frames.at(-1)).toBe(missed + 101), PATIENCE)
  expect(run.told).toEqual(['drained'])
})

test('[S4, K4] who was behind is told of those it looks at who came or went meanwhile, and of nobody else', async () => {
  const live = createLive({ ...{ redisUrl: undefined, secrets: ['s'], nodeId: 'n' }, log: createLog('silent'), onLastSeen() {} })
  const watching = createWatching()
  let again: (socket: ChatSocket) => void = () => {}
  const run = await start({ onDrained: (socket) => again(socket) })
  const apart = { of: async () => new Set<string>(), changed: async () => undefined, forget() {} }
  const teller = createLiveTeller(run.io, live, watching, apart, createLog('silent'))
  again = teller.again
  onTestFinished(async () => {
    teller.close()
    await live.close()
  })
  const told: unknown[] = []
  run.client.on('presence', ({ presence }: { presence: { userId: string; status: string }[] }) =>
    told.push(presence.map(({ userId, status }) => `${userId} ${status}`)),
  )
  watching.set(run.server.id, ['ben', 'cy', 'di'])
  const come = async (userId: string) => {
    const noticed = new Promise((done) => live.presence.onChange((ids) => ids.includes(userId) && done(null)))
    await live.presence.connect({ userId, connectionId: userId, status: 'online' })
    await noticed
  }
  await come('ben')
  await vi.waitFor(() => expect(told).toEqual([['ben online']]), PATIENCE)
  run.tcp.pause()
  await fill(run)
  for (const userId of ['cy', 'eve']) await come(userId)
  expect(told).toHaveLength(1)
  run.tcp.resume()
  await vi.waitFor(() => expect(told).toEqual([['ben online'], ['cy online']]), PATIENCE)
})

test('[S4] past the hard mark it is closed within a moment of reading nothing, whatever it was told', async () => {
  const run = await start()
  run.tcp.pause()
  await fill(run)
  const ended = new Promise((done) => run.server.once('disconnect', done))
  // Answers are not live events: they go to whoever asks, also when it is behind.
  for (let bytes = 0; bytes <= HARD_BYTES; bytes += WORDS.length)
    run.server.emit('server:notice', { id: '', body: WORDS, level: 'info' })
  await ended
  expect(run.told).toEqual(['full'])
})

test('[S4] one answer beyond the hard mark is let through to who reads it', async () => {
  const run = await start()
  run.tcp.pause()
  await fill(run)
  const got = new Promise((done) => run.client.once('server:notice', done))
  run.server.emit('server:notice', { id: '', body: 'x'.repeat(2 * HARD_BYTES), level: 'info' })
  run.tcp.resume()
  await got
  expect(run.server.connected).toBe(true)
  expect(run.told.filter((what) => what !== 'drained')).toEqual([])
})

test('[S4] one that takes nothing for the time given is closed, and one that takes something in between is not', async () => {
  const run = await start({ stalledMs: 1_500 })
  const ended = new Promise((done) => run.server.once('disconnect', done))
  const since = performance.now()
  while (performance.now() - since < 2_500) {
    run.tcp.pause()
    await fill(run)
    run.tcp.resume()
    await vi.waitFor(() => expect(run.server.rooms.has(BEHIND)).toBe(false), PATIENCE)
  }
  expect(run.server.connected).toBe(true)
  run.tcp.pause()
  await fill(run)
  await ended
  expect(run.told.filter((what) => what !== 'drained')).toEqual(['stalled'])
})
