import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '#server/database/database.ts'
import { queryOn } from '#server/database/transaction.ts'
import { startProxy } from '#server/live/testing/proxy.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts'
import { type Connections, createConnections, type Held, type Opening } from './connections.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.drop())
beforeEach(() => database.pool.query('TRUNCATE node, connection'))

const LIMIT = 10
type Node = {
  id: string
  connections: Connections
  held: Map<string, Held>
  replaced: string[]
  clocks: { databaseAt: number; askedAt: number; answeredAt: number }[]
  failures: unknown[]
}

/** A node that started, on connections of its own as a socket host has them. */
async function startNode(url = database.url): Promise<Node> {
  const opened = openDatabase(url, 10, () => undefined)
  const held = new Map<string, Held>()
  const replaced: string[] = []
  const clocks: Node['clocks'] = []
  const failures: unknown[] = []
  const id = `node-${randomUUID().slice(0, 8)}`
  const connections = createConnections({
    pool: opened.pool,
    node: { id, host: 'here' },
    held: () => held.values(),
    onReplaced: (gone) => replaced.push(gone),
    onClock: (seen) => clocks.push(seen),
    onFailed: (error) => failures.push(error),
  })
  onTestFinished(async () => {
    await connections.close()
    await opened.close()
  })
  await connections.start()
  return { id, connections, held, replaced, clocks, failures }
}

it('A14 the start and each beat tell the database’s clock, and when it was asked', async () => {
  const node = await startNode()
  expect(node.clocks).toHaveLength(1)
  await node.connections.beat()
  expect(node.clocks).toHaveLength(2)
  // One machine, one clock: the database said its time between question and answer.
  for (const { databaseAt, askedAt, answeredAt } of node.clocks) {
    expect(databaseAt).toBeGreaterThanOrEqual(askedAt)
    expect(databaseAt).toBeLessThanOrEqual(answeredAt)
  }
})

const opening = (userId: string, former: string | null = null): Opening => ({
  ...{ id: randomUUID(), userId, sessionId: randomUUID(), deviceId: 'device', address: '127.0.0.1', transport: 'websocket' },
  former,
})

/** Opens a connection as a host does: written first, held then. */
async function open(node: Node, userId: string, former?: string): Promise<string> {
  const wanted = opening(userId, former)
  const connectedAt = await node.connections.open(wanted, LIMIT)
  node.held.set(wanted.id, { ...wanted, connectedAt, activeAt: connectedAt, hidden: false })
  return wanted.id
}
function hide(node: Node, id: string) {
  Object.assign(node.held.get(id)!, { hidden: true })
  node.connections.changed(id, { hidden: true })
}
const counted = async (userId?: string): Promise<string[]> =>
  (
    await queryOn(database.pool)<{ id: string }>(
      'SELECT id FROM parley_connected() WHERE $1::uuid IS NULL OR user_id = $1 ORDER BY connected_at, id',
      [userId ?? null],
    )
  ).map((row) => row.id)
const isHidden = async (id: string): Promise<boolean | undefined> =>
  (await queryOn(database.pool)<{ hidden: boolean }>('SELECT hidden FROM connection WHERE id = $1', [id]))[0]?.hidden

describe('the registry', () => {
  it('J1 a connection is counted from its opening to its end, whichever node it is on', async () => {
    const [one, two] = [await startNode(), await startNode()]
    const user = randomUUID()
    const [first, second] = [await open(one, user), await open(two, user)]
    expect((await counted(user)).sort()).toEqual([first, second].sort())
    one.held.delete(first)
    one.connections.closed(first)
    await expect.poll(() => counted(user)).toEqual([second])
  })

  it('J1 a node that is silent for 45 s counts no more, and any other node sweeps what it left', async () => {
    const [dead, alive] = [await startNode(), await startNode()]
    const user = randomUUID()
    await open(dead, user)
    const kept = await open(alive, user)
    const { pool } = database
    await pool.query(`UPDATE node SET beat_at = now() - interval '46 seconds' WHERE id = $1`, [dead.id])
    expect(await counted(user)).toEqual([kept])
    await pool.query(`UPDATE connection SET connected_at = now() - interval '1 hour'`)
    await pool.query('SELECT parley_sweep_connections()')
    expect((await pool.query('SELECT id FROM connection')).rows).toEqual([{ id: kept }])
    expect((await pool.query('SELECT id FROM node')).rows).toEqual([{ id: alive.id }])
  })

  it('J1 a node that ends in order leaves nothing', async () => {
    const node = await startNode()
    await open(node, randomUUID())
    await node.connections.close()
    const { rows } = await database.pool.query('SELECT (SELECT count(*) FROM node) + (SELECT count(*) FROM connection) AS n')
    expect(rows).toEqual([{ n: '0' }])
  })

  it('J2 a crash of the database empties it: nothing of it is written ahead', async () => {
    const { rows } = await database.pool.query(
      `SELECT relname, relpersistence FROM pg_class WHERE relname IN ('node', 'connection') ORDER BY relname`,
    )
    expect(rows.map((row) => row.relpersistence)).toEqual(['u', 'u'])
  })

  it('J2 after a crash emptied the tables, a node writes itself and all its connections again, as they were', async () => {
    const node = await startNode()
    const user = randomUUID()
    const ids = [await open(node, user), await open(node, user)]
    hide(node, ids[1]!)
    await expect.poll(() => isHidden(ids[1]!)).toBe(true)
    const look = async () => (await database.pool.query('SELECT * FROM connection ORDER BY id')).rows.map(without)
    const without = ({ last_active_at: _, ...row }: Record<string, unknown>) => row
    const before = await look()
    await database.pool.query('TRUNCATE node, connection')
    expect(await counted(user)).toEqual([])
    await node.connections.beat()
    expect(await look()).toEqual(before)
    expect((await counted(user)).sort()).toEqual(ids.sort())
    expect(node.replaced).toEqual([])
  })

  it('J2 a comparison mends rows that were lost, that nobody holds, and that say the wrong thing of a page', async () => {
    const node = await startNode()
    const user = randomUUID()
    const [lost, wrong, stray, young] = [
      await open(node, user),
      await open(node, user),
      await open(node, user),
      await open(node, user),
    ]
    const { pool } = database
    await pool.query('DELETE FROM connection WHERE id = $1', [lost])
    await pool.query('UPDATE connection SET hidden = true WHERE id = $1', [wrong])
    await pool.query(`UPDATE connection SET connected_at = now() - interval '31 seconds' WHERE id = $1`, [stray])
    for (const id of [stray, young]) node.held.delete(id)
    for (let beats = 0; beats < 6; beats++) await node.connections.beat()
    expect((await counted(user)).sort()).toEqual([lost, wrong, young].sort())
    expect(await isHidden(wrong)).toBe(false)
  })

  it('J1 an opening whose answer was lost takes no place: its row is gone at once', async () => {
    const proxy = await startProxy(database.url)
    onTestFinished(proxy.close)
    const node = await startNode(Object.assign(new URL(database.url), { host: new URL(proxy.url).host }).href)
    const user = randomUUID()
    proxy.deafen()
    const opened = node.connections.open(opening(user), LIMIT)
    await expect.poll(() => counted(user)).toHaveLength(1)
    proxy.cut()
    await expect(opened).rejects.toThrow()
    await expect.poll(() => counted(user)).toEqual([])
  })

  it('J1 an end that could not be written is written as soon as that is possible', async () => {
    const node = await startNode()
    const user = randomUUID()
    const id = await open(node, user)
    node.held.delete(id)
    await database.pool.query('ALTER TABLE connection RENAME TO hidden_away')
    try {
      node.connections.closed(id)
      await expect.poll(() => node.failures.length).toBeGreaterThan(0)
    } finally {
      await database.pool.query('ALTER TABLE hidden_away RENAME TO connection')
    }
    await expect.poll(() => counted(user), { timeout: 3_000 }).toEqual([])
  })

  it('J2 what can’t be written is told and throws nowhere', async () => {
    const node = await startNode()
    await database.pool.query('ALTER TABLE connection RENAME TO hidden_away')
    try {
      node.connections.closed('gone')
      node.connections.changed('there', { hidden: true })
      await expect.poll(() => node.failures.length).toBeGreaterThan(0)
    } finally {
      await database.pool.query('ALTER TABLE hidden_away RENAME TO connection')
    }
  })
})

describe('ten connections a person, over all nodes', () => {
  const settle = async (opened: Promise<unknown>[]) => {
    const results = await Promise.allSettled(opened)
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    return { taken: results.length - refused.length, refused }
  }

  it('J3 twenty that ask at once on two nodes are ten, exactly', async () => {
    const nodes = [await startNode(), await startNode()]
    const user = randomUUID()
    const { taken, refused } = await settle(Array.from({ length: 20 }, (_, i) => open(nodes[i % 2]!, user)))
    expect(taken).toBe(LIMIT)
    for (const refusal of refused) expect(refusal).toMatchObject({ code: 'too_many_connections', more: { retryAfterMs: 10_000 } })
    expect(await counted(user)).toHaveLength(LIMIT)
  })

  it('J3 the oldest hidden one makes room on whatever node it is, and its node is told; nobody else’s does', async () => {
    const [one, two] = [await startNode(), await startNode()]
    const [user, other] = [randomUUID(), randomUUID()]
    hide(one, await open(one, other))
    const ids: string[] = []
    for (let i = 0; i < LIMIT; i++) ids.push(await open(i % 2 ? two : one, user))
    hide(two, ids[3]!)
    hide(one, ids[6]!)
    await expect.poll(async () => (await isHidden(ids[3]!)) && (await isHidden(ids[6]!))).toBe(true)
    const next = await open(one, user)
    expect((await counted(user)).sort()).toEqual([...ids.filter((id) => id !== ids[3]), next].sort())
    await two.connections.beat()
    expect([one.replaced, two.replaced]).toEqual([[], [ids[3]]])
    await open(two, user)
    await one.connections.beat()
    expect(one.replaced).toEqual([ids[6]])
    await expect(open(one, user)).rejects.toMatchObject({ code: 'too_many_connections' })
    expect(await counted(other)).toHaveLength(1)
  })

  it('J3 of two places that are asked for at once, two hidden ones are given', async () => {
    const node = await startNode()
    const user = randomUUID()
    const ids: string[] = []
    for (let i = 0; i < LIMIT; i++) ids.push(await open(node, user))
    for (const id of ids.slice(0, 2)) hide(node, id)
    await expect.poll(() => isHidden(ids[1]!)).toBe(true)
    expect((await settle(Array.from({ length: 5 }, () => open(node, user)))).taken).toBe(2)
    expect(await counted(user)).toHaveLength(LIMIT)
  })

  it('J3 whoever comes back takes the place of what they were before, also when their node died; another’s place is not given', async () => {
    const [dead, alive] = [await startNode(), await startNode()]
    const [user, other] = [randomUUID(), randomUUID()]
    const ids: string[] = []
    for (let i = 0; i < LIMIT; i++) ids.push(await open(dead, user))
    await expect(open(alive, user)).rejects.toMatchObject({ code: 'too_many_connections' })
    const back = await open(alive, user, ids[4])
    expect((await counted(user)).sort()).toEqual([...ids.filter((id) => id !== ids[4]), back].sort())
    const theirs = await open(alive, other, ids[0])
    expect(await counted(other)).toEqual([theirs])
    expect(await counted(user)).toContain(ids[0])
  })

  it('J3 a limit that was lowered ends nobody for somebody who still finds no place', async () => {
    const node = await startNode()
    const user = randomUUID()
    for (let i = 0; i < 6; i++) hide(node, await open(node, user))
    for (let i = 0; i < 4; i++) await open(node, user)
    await expect.poll(async () => (await database.pool.query('SELECT 1 FROM connection WHERE hidden')).rows.length).toBe(6)
    await expect(node.connections.open(opening(user), 4)).rejects.toMatchObject({ code: 'too_many_connections' })
    expect(await counted(user)).toHaveLength(10)
    await node.connections.open(opening(user), 6)
    expect(await counted(user)).toHaveLength(6)
  })
})
