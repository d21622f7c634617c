import { Redis } from 'ioredis'
import msgpack from 'notepack.io'
import { sanction } from '#server/core/standing/standing.ts'
import type { Row } from '../row.ts'

const REPAIR_MS = 6_000
const STOP_MS = 1_000

export const F18: Row = {
  id: 'F18',
  title: 'what a node publishes disappears',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, pass, lasts }) {
    const [link] = cluster.redisLinks
    if (!link) throw new Error('there is no link')
    const before = link.swallowed()
    link.set({ mode: 'swallow', way: 'up' })
    await pass(lasts(6_000, 60_000))
    link.set({ mode: 'pass' })
    const bytes = link.swallowed() - before
    return { times: bytes, what: `${Math.round(bytes / 1_000)} KB swallowed on the way to Redis` }
  },
}

export const F25: Row = {
  id: 'F25',
  title: 'the way to Redis takes 200 ms more',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, pass, lasts }) {
    for (const link of cluster.redisLinks) link.set({ mode: 'delay', ms: 100 })
    const ms = lasts(5_000, 30_000)
    await pass(ms)
    for (const link of cluster.redisLinks) link.set({ mode: 'pass' })
    return { times: 1, what: `100 ms each way for ${ms / 1_000} s` }
  },
}

export const F26: Row = {
  id: 'F26',
  title: 'one node is cut off from Redis, and somebody on it is banned by another',
  star: true,
  bound: { maxMs: REPAIR_MS },
  pace: { churn: false },
  async inject({ cluster, crowd, history, pass, lasts, demand }) {
    const [link] = cluster.redisLinks
    const banned = crowd.members.findLast((member) => member.front === 0)
    if (!link || !banned) throw new Error('nobody is there')
    await link.refuse()
    await pass(lasts(4_000, 50_000))
    await sanction(cluster.postgres.pool, { userId: banned.person.id, roomId: null, kind: 'ban' })
    history.note({ op: 'lose', who: banned.person.username, room: null, by: 'ban' })
    await pass(STOP_MS)
    const { status } = banned.chat.getState().connection
    demand(status === 'ended', `the banned person’s client is ${status} a second later`)
    await link.mend()
    return { times: 1, what: 'one node without Redis, one ban' }
  },
}

export const F24: Row = {
  id: 'F24',
  title: 'garbage and forged frames are published in Redis',
  star: true,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, crowd, history, pass, lasts, demand }) {
    const redis = new Redis(cluster.redis.url)
    const [room] = crowd.rooms.busy
    if (!room) throw new Error('there is no room')
    const at = Date.now()
    const forged = (event: string, payload: object) =>
      msgpack.encode(['none', { type: 2, nsp: '/', data: [event, payload] }, { rooms: [`room:${room}`], except: [], flags: {} }])
    const message = {
      id: crypto.randomUUID(),
      seq: 999_999,
      rev: 999_999,
      authorId: crypto.randomUUID(),
      body: 'forged',
      createdAt: new Date().toISOString(),
    }
    const everybody = { rooms: [], except: [] }
    const SHOTS: [string, string | Buffer][] = [
      ['socket.io#/#', 'nonsense'],
      ['socket.io#/#', Buffer.from([0xc1, 0xff, 0x00])],
      ['socket.io#/#', msgpack.encode([])],
      ['socket.io#/#', msgpack.encode(['none', {}, {}])],
      [`socket.io#/#room:${room}#`, forged('room:changes', { roomId: room, prev: 0, rev: 999_999, messages: [message] })],
      [`socket.io#/#room:${room}#`, forged('session:ended', { reason: 'banned' })],
      ['socket.io-request#/#', JSON.stringify({ uid: 'none', type: 4, opts: everybody, close: true })],
      ['socket.io-request#/#', JSON.stringify({ uid: 'none', type: 2, opts: everybody, rooms: [`room:${crowd.rooms.den}`] })],
      ['socket.io-response#/#', '{'],
      ['parley:bus', 'nonsense'],
      [
        'parley:bus',
        JSON.stringify({
          from: 'none',
          topic: 'presence:choice',
          payload: { userId: message.authorId, status: 'dnd', text: '' },
        }),
      ],
    ]
    let times = 0
    for (const until = at + lasts(3_000, 20_000); Date.now() < until; await pass(100)) {
      for (const [channel, shot] of SHOTS) times += await redis.publish(channel, shot)
    }
    redis.disconnect()
    const lost = history.events.filter((event) => event.op === 'link' && event.status !== 'live' && event.t >= at)
    demand(lost.length === 0, `${lost.length} connections were lost`)
    const seen = history.events.filter((event) => event.op === 'see' && event.seq === message.seq)
    demand(seen.length === 0, `${seen.length} people saw a forged message`)
    return { times, what: `${times} arrivals` }
  },
}
