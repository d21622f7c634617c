import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { lookFromOutside } from '#bin/doctor/reach.ts'
import { type Chat, createChat } from '#client/index.ts'
import { BALANCERS, startBalancer } from '#server/testing/balancer.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { createPeople } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer, type TestServer } from '#server/testing/server.ts'
import { sharedRedisUrl } from '#server/testing/shared.ts'

const PEOPLE = 8
const EVERY_MS = 120

test.each(BALANCERS)(
  '[O8, R45] behind %s three socket hosts are restarted one after the other while people write, by WebSocket and by long-polling: no send fails and everybody ends with the same',
  async (kind) => {
    const database = await createTestDatabase()
    const variables = { ...LIFTED_LIMITS, REDIS_URL: sharedRedisUrl(), TRUST_PROXY_HOPS: '1', DRAIN_SECONDS: '4' }
    const nodes: TestServer[] = []
    for (let i = 0; i < 3; i++) nodes.push(await startServer(variables, database))
    const [one, two, three] = nodes.map(({ port }) => port) as [number, number, number]
    const balancer = await startBalancer(kind, [one, two, three])
    const chats: Chat[] = []
    onTestFinished(async () => {
      await Promise.all(chats.map((chat) => chat.stop()))
      await balancer.stop()
      await Promise.all(nodes.map((node) => node.close()))
      await database.drop()
    })
    for (const inner of ['/metrics', '/healthz', '/readyz'])
      expect((await fetch(`${balancer.url}${inner}`)).status, inner).toBe(404)

    const people = await createPeople({ database }, PEOPLE)
    const roomId = await createRoom({ database }, people[0]!, { members: people.slice(1) })
    for (const [i, person] of people.entries()) {
      const chat = createChat({
        url: balancer.url,
        getToken: person.getToken,
        ...{ deviceId: person.id, userId: person.id, storage: 'memory' },
        transports: i % 2 === 0 ? ['websocket'] : ['polling'],
      })
      chats.push(chat)
      void chat.connect()
    }
    const isLive = (chat: Chat) => chat.getState().connection.status === 'live'
    await expect.poll(() => chats.every(isLive), { timeout: 30_000 }).toBe(true)
    for (const chat of chats) chat.open(roomId)

    let isWriting = true
    let sent = 0
    const failed: unknown[] = []
    const writers = chats.map(async (chat) => {
      while (isWriting) {
        chat.send(roomId, `message ${sent}`)
        sent += 1
        for (const row of chat.getState().outbox[roomId] ?? []) if (row.state === 'failed') failed.push(row)
        await wait(EVERY_MS)
      }
    })
    for (const [i, node] of nodes.entries()) {
      await node.drain()
      nodes[i] = await startServer({ ...variables, SOCKET_PORT: String(node.port) }, database)
      await wait(1_500)
    }
    isWriting = false
    await Promise.all(writers)
    await expect
      .poll(() => chats.every((chat) => (chat.getState().outbox[roomId] ?? []).length === 0), { timeout: 60_000 })
      .toBe(true)
    expect(failed).toEqual([])
    const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM message WHERE room_id = $1 ORDER BY seq', [roomId])
    expect(rows.length).toBe(sent)
    const last = rows.slice(-30).map(({ id }) => id)
    for (const chat of chats)
      await expect
        .poll(() => (chat.getState().timelines[roomId]?.messages ?? []).slice(-30).map(({ id }) => id), { timeout: 30_000 })
        .toEqual(last)

    const found = await lookFromOutside(balancer.url, balancer.url)
    expect(found.filter(({ about, state }) => about !== 'pages' && state === 'wrong')).toEqual([])
  },
)
