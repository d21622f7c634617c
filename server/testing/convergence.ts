import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { type Chat, createChat } from '#client/index.ts'
import type { Message } from '#protocol/models.ts'
import { LIFTED_LIMITS } from './env.ts'
import { createPeople, type Person } from './people.ts'
import { startProxy } from './proxy.ts'
import { createRoom } from './rooms.ts'
import { type Cluster, startCluster } from './server.ts'

export type Ordeal = {
  clients: number
  sends: number
  /** Share of broadcasts that are lost. */
  drop: number
  /** Every so many milliseconds a tenth of the connections are cut, until the calm begins. */
  cutEveryMs: number
  calmAfterMs: number
  /** Gives up after this long. */
  withinMs: number
}

type Seen = { person: Person; chat: Chat; rows: Map<string, Message>; sent: string[] }

const STRETCH = 200

/**
 * People on two nodes write into one room while broadcasts are lost and connections are cut. In the end everybody must
 * have the same messages in the same order, and they must be what is stored [K1, K2, M1].
 */
export async function endure(ordeal: Ordeal): Promise<{ acked: number; cuts: number; ms: number }> {
  const started = Date.now()
  const cluster = await startCluster(2, { ...LIFTED_LIMITS, FAULTS: `drop=${ordeal.drop}` })
  const wires = await Promise.all(cluster.nodes.map((node) => startProxy(node.url)))
  const everybody: Seen[] = []
  let cuts = 0
  const cutter = setInterval(() => {
    if (Date.now() - started > ordeal.calmAfterMs) return
    for (const wire of wires) cuts += wire.cut(() => Math.random() < 0.1)
  }, ordeal.cutEveryMs)
  try {
    const people = await createPeople(cluster, ordeal.clients)
    const roomId = await createRoom(cluster, people[0]!, { members: people.slice(1) })
    for (const [i, person] of people.entries()) everybody.push(await join(person, wires[i % wires.length]!.url, roomId))
    const each = ordeal.sends / ordeal.clients
    await Promise.all(everybody.map((one) => write(one, roomId, each)))
    await until(
      () => everybody.every(({ chat }) => (chat.getState().outbox[roomId] ?? []).length === 0),
      ordeal.withinMs,
      () => waiting(everybody, roomId),
    )
    clearInterval(cutter)
    await check(cluster, roomId, everybody, ordeal)
    return { acked: everybody.reduce((sum, one) => sum + one.sent.length, 0), cuts, ms: Date.now() - started }
  } finally {
    clearInterval(cutter)
    await Promise.all(everybody.map(({ chat }) => chat.stop()))
    await Promise.all(wires.map((wire) => wire.close()))
    await cluster.close()
  }
}

async function join(person: Person, url: string, roomId: string): Promise<Seen> {
  const chat = createChat({ url, getToken: person.getToken, deviceId: person.id, userId: person.id, storage: 'memory' })
  const rows = new Map<string, Message>()
  // Rows change near the end: from there up to a stretch that is kept already.
  const keep = () => {
    const held = chat.getState().timelines[roomId]?.messages ?? []
    for (let i = held.length - 1, known = 0; i >= 0 && known < STRETCH; i--) {
      const message = held[i]!
      known = rows.get(message.id) === message ? known + 1 : 0
      rows.set(message.id, message)
    }
  }
  chat.subscribe(keep)
  void chat.connect()
  await until(
    () => chat.getState().rooms[roomId] !== undefined,
    20_000,
    () => `${person.username} never got the room`,
  )
  chat.open(roomId)
  return { person, chat, rows, sent: [] }
}

/** Writes in small bursts, as people do, leaving the rest to the outbox. */
async function write({ chat, sent, person }: Seen, roomId: string, count: number) {
  for (let i = 0; i < count; i++) {
    sent.push(chat.send(roomId, `${person.username} ${i}`))
    if (i % 5 === 4) await wait(20 + Math.random() * 60)
  }
}

async function check(cluster: Cluster, roomId: string, everybody: Seen[], ordeal: Ordeal) {
  const { rows: stored } = await cluster.database.pool.query<{ id: string; seq: string; rev: string; author_id: string }>(
    'SELECT id, seq, rev, author_id FROM message WHERE room_id = $1 ORDER BY seq',
    [roomId],
  )
  const { rows: heads } = await cluster.database.pool.query<{ rev: string }>('SELECT rev FROM room_head WHERE room_id = $1', [
    roomId,
  ])
  const rev = Number(heads[0]?.rev)
  const ids = stored.map((row) => row.id)
  expect(stored.map((row) => Number(row.seq))).toEqual(stored.map((_, i) => i + 1))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBe(ordeal.sends)
  const isThere = new Set(ids)
  for (const { sent, person } of everybody) {
    expect(sent.filter((id) => !isThere.has(id))).toEqual([])
    expect(ids.filter((id) => sent.includes(id))).toEqual(sent)
    expect(stored.filter((row) => row.author_id === person.id)).toHaveLength(sent.length)
  }
  await until(
    () =>
      everybody.every(({ chat }) => chat.getState().connection.status === 'live' && chat.getState().rooms[roomId]?.rev === rev),
    ordeal.withinMs,
    () => `revs ${everybody.map(({ chat }) => chat.getState().rooms[roomId]?.rev).join(' ')} instead of ${rev}`,
  )
  for (const one of everybody) {
    await readBack(one, roomId, stored.length)
    const view = [...one.rows.values()].sort((a, b) => a.seq - b.seq)
    expect(view.map((message) => message.id)).toEqual(ids)
    expect(view.map((message) => message.rev)).toEqual(stored.map((row) => Number(row.rev)))
  }
}

/** What a reset left out is read as a person would: page by page, upwards. */
async function readBack({ chat, rows }: Seen, roomId: string, count: number) {
  await chat.jumpToPresent(roomId)
  while (rows.size < count && chat.getState().timelines[roomId]?.hasBefore) await chat.loadBefore(roomId)
  for (const message of chat.getState().timelines[roomId]?.messages ?? []) rows.set(message.id, message)
}

const waiting = (everybody: Seen[], roomId: string) =>
  everybody
    .map(
      ({ chat, person }) =>
        `${person.username}: ${chat.getState().connection.status}, ${JSON.stringify((chat.getState().outbox[roomId] ?? []).slice(0, 1))}`,
    )
    .join('\n')

async function until(isSo: () => boolean, withinMs: number, why: () => string) {
  const deadline = Date.now() + withinMs
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${why()}`)
    await wait(25)
  }
}
