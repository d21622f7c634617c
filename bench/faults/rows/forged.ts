import { Redis } from 'ioredis'
import msgpack from 'notepack.io'
import { uuidv7 } from 'uuidv7'
import { createSeal } from '#server/live/seal.ts'
import { roomOf } from '#server/sockets/types.ts'
import type { Row, Stage } from '../row.ts'
import { isHeard, packet } from './heard.ts'

const ADAPTER = 'socket.io#/#'
const REQUESTS = 'socket.io-request#/#'
const RESPONSES = 'socket.io-response#/#'
const BUS = 'parley:bus'
const EVERY_MS = 100
const KEPT = 40
const NEXT = 1_000_000

/** Bytes that mean nothing, or nearly something. */
function garbage(random: () => number): Buffer[] {
  const noise = Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256)))
  const frame = packet(['room:changes', {}], [])
  return [
    Buffer.alloc(0),
    Buffer.from('garbage'),
    Buffer.from([0xc1]),
    noise,
    frame.subarray(0, frame.length / 2),
    msgpack.encode(null),
    Buffer.from('{"from":'),
  ]
}

/** A message nobody wrote, at the very next place of a room, as its owner: by the room’s changes and as somebody’s next event. */
function forgeries({ crowd }: Stage, room: string): Buffer[] {
  const [owner] = crowd.members
  const { rev = 0, lastSeq = 0 } = owner?.chat.getState().rooms[room] ?? {}
  const message = {
    id: uuidv7(),
    roomId: room,
    authorId: owner?.person.id,
    body: 'a forged message',
    seq: lastSeq + 1,
    rev: rev + 1,
    createdAt: new Date().toISOString(),
    pinned: false,
    reactions: [],
  }
  const changes = (to: number) => ['room:changes', { roomId: room, prev: rev, rev: to, messages: [{ ...message, rev: to }] }]
  return [
    packet(changes(rev + 1), [roomOf(room)]),
    packet(changes(rev + NEXT), []),
    packet(['session:ended', { reason: 'banned' }], []),
    msgpack.encode(['none', { type: 1, nsp: '/' }, { rooms: [], except: [], flags: {} }]),
  ]
}

/** What the classic adapter takes as orders: to join, to leave, to disconnect. */
const orders = (room: string) =>
  [
    { type: 2, rooms: [roomOf(room)] },
    { type: 3, rooms: [roomOf(room)] },
    { type: 4, close: true },
  ].map((order) => JSON.stringify({ uid: 'none', requestId: 'none', opts: { rooms: [], except: [] }, ...order }))

const busNews = (userId: string) =>
  ['presence', 'typing', 'canary'].map((topic) =>
    JSON.stringify({ from: 'a node that is none', topic, payload: { userId, userIds: [userId] } }),
  )

/** One client a node, told by a right seal: what was published before was heard there too. */
async function proveHeard(stage: Stage, redis: Redis): Promise<number> {
  let heard = 0
  for (const i of stage.cluster.nodes.keys()) if (await isHeard(stage, redis, i, 2_000)) heard += 1
  return heard
}

export const F24: Row = {
  id: 'F24',
  title: 'garbage and forged frames on what nodes hear from each other',
  star: true,
  bound: { maxMs: 2_000 },
  async inject(stage) {
    const { cluster, crowd, history, random, pass, lasts, demand } = stage
    const redis = new Redis(cluster.redis.url)
    const { seal } = createSeal(['not the secret of these nodes, really'])
    const kept: { channel: string; message: Buffer }[] = []
    const spy = redis.duplicate()
    spy.on('pmessageBuffer', (_, channel: Buffer, message: Buffer) => {
      if (kept.length < KEPT) kept.push({ channel: channel.toString(), message })
    })
    const times = { garbage: 0, forged: 0, replayed: 0 }
    let fewest = Number.POSITIVE_INFINITY
    const publish = async (kind: keyof typeof times, channel: string, message: Buffer | string) => {
      fewest = Math.min(fewest, await redis.publish(channel, message))
      times[kind] += 1
    }
    const at = Date.now()
    try {
      await spy.psubscribe(`${ADAPTER}*`, BUS)
      const until = at + lasts(3_000, 30_000)
      while (Date.now() < until) {
        const rooms = [...crowd.rooms.busy, crowd.rooms.den, ...crowd.rooms.quiet]
        for (const channel of [`${ADAPTER}${roomOf(rooms[0]!)}#`, ADAPTER, REQUESTS, RESPONSES, BUS])
          for (const bytes of garbage(random)) {
            await publish('garbage', channel, bytes)
            await publish('garbage', channel, seal(bytes))
          }
        for (const room of rooms) {
          for (const bytes of forgeries(stage, room)) {
            await publish('forged', `${ADAPTER}${roomOf(room)}#`, bytes)
            await publish('forged', ADAPTER, seal(bytes))
          }
          for (const order of orders(room)) await publish('forged', REQUESTS, order)
        }
        for (const news of busNews(crowd.members[0]!.person.id)) await publish('forged', BUS, seal(news))
        // What was sealed rightly is told again later, and on channels it was not meant for.
        for (const { channel, message } of kept.splice(0)) {
          await publish('replayed', channel, message)
          await publish('replayed', channel === BUS ? ADAPTER : BUS, message)
        }
        await pass(EVERY_MS)
      }
      demand(fewest >= cluster.nodes.length, `only ${fewest} nodes heard what was published`)
      demand(times.replayed > 0, 'nothing was replayed')
      const heard = await proveHeard(stage, redis)
      demand(heard === cluster.nodes.length, `a frame with the right seal reached ${heard} nodes: this row proves nothing`)
    } finally {
      spy.disconnect()
      redis.disconnect()
    }
    const cut = history.events.filter((event) => event.op === 'link' && event.status !== 'live' && event.t > at)
    demand(cut.length === 0, `${cut.length} connections were lost`)
    const sum = times.garbage + times.forged + times.replayed
    return { times: sum, what: `${times.garbage} garbage, ${times.forged} forged, ${times.replayed} replayed` }
  },
}
