import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { type Chat, createChat } from '#client/index.ts'
import { UNREAD_EXACT_MAX } from '#protocol/limits.ts'
import { pick as pickBy, seeded } from '#server/core/messages/log/testing/random.ts'
import { LIFTED_LIMITS } from './env.ts'
import { createPeople, type Person } from './people.ts'
import { startProxy } from './proxy.ts'
import { connectRaw, type RawClient } from './raw-client.ts'
import { createRoom } from './rooms.ts'
import { type Cluster, startCluster } from './server.ts'

export type Walk = {
  steps: number
  seed: number
  /** After so many steps everybody stops, and what is counted is compared. */
  compareEvery: number
  /** How long (ms) devices may take to come to where the database is. */
  withinMs: number
}

const ROOMS = 4
const DEVICES = 3
type Counts = { readSeq: number; unread: number; mentionCount: number }

/**
 * One person on three devices and two nodes, and others who write to them: a random walk of sends, replies, edits, deletions,
 * reading, marking unread, joining, leaving, following, opening rooms and lost connections. Every so often all stop, and each
 * device must count what the database counts [M5]. Answers how often each step was made and how many rooms were compared.
 */
export async function walkUnread({ steps, seed, compareEvery, withinMs }: Walk) {
  const cluster = await startCluster(2, { ...LIFTED_LIMITS })
  const wires = await Promise.all(cluster.nodes.map((node) => startProxy(node.url)))
  const random = seeded(seed)
  const int = (from: number, to: number) => from + Math.floor(random() * (to - from + 1))
  const pick = <T>(from: readonly T[]): T => pickBy(random, from)
  const chance = (share: number) => random() < share
  const [, me, ...others] = (await createPeople(cluster, 5)) as [Person, Person, ...Person[]]
  const hands = await Promise.all(others.map((person, i) => connectRaw(cluster.nodes[i % 2]!.url, person)))
  const rooms: string[] = []
  for (let i = 0; i < ROOMS; i++) rooms.push(await createRoom(cluster, others[0]!, { members: [...others.slice(1), me] }))
  const devices: Chat[] = []
  const open = new Map<string, () => void>()
  const made: Record<string, number> = {}
  /** Threads made so far, by the room they are in. */
  const threads: { id: string; roomId: string }[] = []
  let compared = 0

  const anyRoom = () => (threads.length > 0 && chance(0.25) ? pick(threads).id : pick(rooms))
  const words = () => (chance(0.2) ? `@${me.username} look` : chance(0.08) ? '@all look' : 'words')

  async function anyMessage(
    roomId: string,
    authorId?: string,
  ): Promise<{ id: string; seq: number; author_id: string } | undefined> {
    const { rows } = await cluster.database.pool.query<{ id: string; seq: number; author_id: string }>(
      `SELECT id, seq, author_id FROM message WHERE room_id = $1 AND deleted_at IS NULL AND ($2::uuid IS NULL OR author_id = $2)
       ORDER BY seq DESC LIMIT 20`,
      [roomId, authorId ?? null],
    )
    return rows.length > 0 ? pick(rows) : undefined
  }

  const verbs: Record<string, [weight: number, run: () => Promise<unknown>]> = {
    theyWrite: [30, () => pick(hands).ask('message:send', { id: uuidv7(), roomId: anyRoom(), body: words() })],
    theyWriteMuch: [
      2,
      async () => {
        const [hand, roomId] = [pick(hands), anyRoom()]
        for (let i = 0, n = int(5, 60); i < n; i++) await hand.ask('message:send', { id: uuidv7(), roomId, body: words() })
      },
    ],
    iWrite: [8, async () => pick(devices).send(anyRoom(), 'mine')],
    theyEdit: [
      8,
      async () => {
        const [at, roomId] = [int(0, hands.length - 1), anyRoom()]
        const message = await anyMessage(roomId, others[at]!.id)
        if (message) await hands[at]!.ask('message:edit', { roomId, id: message.id, body: `${words()} ${int(0, 1e6)}` })
      },
    ],
    theyDelete: [
      8,
      async () => {
        const [at, roomId] = [int(0, hands.length - 1), anyRoom()]
        const message = await anyMessage(roomId, others[at]!.id)
        if (message) await hands[at]!.ask('message:delete', { roomId, id: message.id })
      },
    ],
    iDelete: [
      2,
      async () => {
        const roomId = anyRoom()
        const message = await anyMessage(roomId, me.id)
        if (message)
          await pick(devices)
            .remove(roomId, message.id)
            .catch(() => undefined)
      },
    ],
    iRead: [
      14,
      async () => {
        const [device, roomId] = [pick(devices), anyRoom()]
        const last = device.getState().rooms[roomId]?.lastSeq ?? 0
        if (last > 0) device.markRead(roomId, chance(0.5) ? last : int(1, last))
      },
    ],
    iMarkUnread: [
      5,
      async () => {
        const [device, roomId] = [pick(devices), anyRoom()]
        const last = device.getState().rooms[roomId]?.lastSeq ?? 0
        if (last > 0) await device.markUnread(roomId, int(1, last)).catch(() => undefined)
      },
    ],
    iReadAll: [1, async () => pick(devices).markAllRead()],
    iJoin: [
      3,
      () =>
        pick(devices)
          .join(anyRoom())
          .catch(() => undefined),
    ],
    iLeave: [
      2,
      () =>
        pick(devices)
          .leave(anyRoom())
          .catch(() => undefined),
    ],
    theyRemoveMe: [1, () => hands[0]!.ask('room:kick', { roomId: pick(rooms), userId: me.id })],
    theyStartThread: [
      1,
      async () => {
        const roomId = pick(rooms)
        const message = threads.length < 12 ? await anyMessage(roomId) : undefined
        if (!message) return
        const { room } = await hands[0]!.get('thread:open', { roomId, messageId: message.id })
        threads.push({ id: room.id, roomId })
        await hands[0]!.ask('message:send', { id: uuidv7(), roomId: room.id, body: words() })
      },
    ],
    open: [
      4,
      async () => {
        const [device, roomId] = [int(0, DEVICES - 1), anyRoom()]
        const key = `${device} ${roomId}`
        if (!open.has(key)) open.set(key, devices[device]!.open(roomId))
      },
    ],
    close: [
      4,
      async () => {
        const key = [...open.keys()].at(int(0, Math.max(0, open.size - 1)))
        if (key === undefined) return
        open.get(key)!()
        open.delete(key)
      },
    ],
    loseWires: [1, async () => void pick(wires).cut(() => chance(0.5))],
  }
  const bag = Object.entries(verbs).flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name))

  try {
    for (let i = 0; i < DEVICES; i++) {
      const device = createChat({
        ...{ url: wires[i % 2]!.url, getToken: me.getToken, deviceId: `device ${i}`, userId: me.id, storage: 'memory' },
      })
      devices.push(device)
      await device.connect()
    }
    for (let step = 1; step <= steps; step++) {
      const name = pick(bag)
      made[name] = (made[name] ?? 0) + 1
      await verbs[name]![1]()
      if (step % compareEvery !== 0 && step !== steps) continue
      compared += await compare(cluster, me, devices, `seed ${seed}, step ${step}`, withinMs)
      // A connection that does not refresh is closed after five minutes, and whoever asks over it is never answered.
      for (const hand of hands) await hand.get('session:refresh', {})
    }
    let repaired = 0
    for (const device of devices) repaired += await device.checkCounts()
    return { made, compared, repaired }
  } finally {
    for (const device of devices) await device.stop()
    for (const hand of hands as RawClient[]) hand.close()
    await Promise.all(wires.map((wire) => wire.close()))
    await cluster.close()
  }
}

/** What the database counts for a person, room by room, said in the plainest SQL. */
async function stored(cluster: Cluster, me: Person): Promise<Map<string, Counts & { rev: number }>> {
  const { rows } = await cluster.database.pool.query<Counts & { room_id: string; rev: number }>(
    `SELECT ms.room_id, ms.read_seq::int AS "readSeq", h.rev::int AS rev,
       (SELECT count(*)::int FROM message m WHERE m.room_id = ms.room_id AND m.seq > ms.read_seq AND m.author_id <> ms.user_id
          AND m.deleted_at IS NULL AND m.hidden_at IS NULL) AS unread,
       (SELECT count(DISTINCT m.seq)::int FROM message m JOIN mention n ON n.room_id = m.room_id AND n.seq = m.seq
        WHERE m.room_id = ms.room_id AND m.seq > ms.read_seq AND m.author_id <> ms.user_id AND m.deleted_at IS NULL AND m.hidden_at IS NULL
          AND n.user_id IN (ms.user_id, '00000000-0000-0000-0000-000000000000')) AS "mentionCount"
     FROM membership ms JOIN room_head h ON h.room_id = ms.room_id JOIN room r ON r.id = ms.room_id
     WHERE ms.user_id = $1 AND ms.left_at IS NULL AND (r.parent_room_id IS NULL OR EXISTS (
       SELECT 1 FROM membership p WHERE p.room_id = r.parent_room_id AND p.user_id = ms.user_id AND p.left_at IS NULL))`,
    [me.id],
  )
  const most = UNREAD_EXACT_MAX + 1
  return new Map(
    rows.map(({ room_id, unread, mentionCount, ...row }) => [
      room_id,
      { ...row, unread: Math.min(most, unread), mentionCount: Math.min(most, mentionCount) },
    ]),
  )
}

/** Waits until all devices stand where the database does; throws what differs when they never come to. */
async function compare(cluster: Cluster, me: Person, devices: readonly Chat[], where: string, withinMs: number): Promise<number> {
  const deadline = Date.now() + withinMs
  for (;;) {
    for (const device of devices) pressTryNow(device)
    const truth = await stored(cluster, me)
    const wrong = devices.flatMap((device, i) => differences(device, truth).map((text) => `device ${i}: ${text}`))
    if (wrong.length === 0) return truth.size * devices.length
    if (Date.now() > deadline) throw new Error(`${where}: the counts do not agree with the database\n${wrong.join('\n')}`)
    await wait(40)
  }
}

/** After many cuts a client waits up to 30 s, as it should: nobody looks at one for so long. */
function pressTryNow(device: Chat) {
  const { connection } = device.getState()
  if (connection.status === 'waiting' && connection.retryAt > Date.now() + 1_000) device.retryNow()
}

function differences(device: Chat, truth: Map<string, Counts & { rev: number }>): string[] {
  const { rooms, outbox, connection } = device.getState()
  if (connection.status !== 'live') return [`it is ${connection.status}`]
  const unsent = Object.values(outbox)
    .flat()
    .filter((entry) => entry.state !== 'failed')
  if (unsent.length > 0)
    return unsent.map(({ state, roomId, error }) => `a message of ${roomId} is ${state}${error ? `, ${error.code}` : ''}`)
  const own = Object.values(rooms).filter((room) => room.role !== undefined)
  const lost = own.filter((room) => !truth.has(room.id)).map((room) => `is still in ${room.kind} ${room.id}`)
  const different = [...truth].flatMap(([id, counts]) => {
    const room = rooms[id]
    if (!room || room.role === undefined) return [`is not in ${id}`]
    const here = { rev: room.rev, unread: room.unread, mentionCount: room.mentionCount }
    const there = { rev: counts.rev, unread: counts.unread, mentionCount: counts.mentionCount }
    return JSON.stringify(here) === JSON.stringify(there)
      ? []
      : [
          `${room.kind} ${id} counts ${JSON.stringify(here)} read ${room.readSeq}, the database ${JSON.stringify(there)} read ${counts.readSeq}`,
        ]
  })
  return [...lost, ...different]
}
