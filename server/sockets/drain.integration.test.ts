import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { LIFTED_LIMITS } from '#server/testing/env.ts'
import { startNode } from '#server/testing/node.ts'
import { createPeople } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'

const DRAIN_SECONDS = 4

test('a node that is asked to end leaves within its time, with code 0, one client after the other, and loses nothing it answered', async () => {
  const node = await startNode({
    DRAIN_SECONDS: String(DRAIN_SECONDS),
    ...LIFTED_LIMITS,
  })
  onTestFinished(() => node.close())
  const people = await createPeople(node, 8)
  const roomId = await createRoom(node, people[0]!, { members: people.slice(1) })
  const clients = await Promise.all(people.map((person) => connectRaw(node.url, person)))
  const acked: string[] = []
  const refused: string[] = []
  const write = async (client: RawClient) => {
    while (client.socket.connected) {
      const id = uuidv7()
      const answer = await client.ask('message:send', { id, roomId, body: 'words' }).catch(() => null)
      if (answer?.ok) acked.push(id)
      else if (answer) refused.push(answer.error.code)
    }
  }
  const writing = Promise.all(clients.map(write))
  await expect.poll(() => acked.length).toBeGreaterThan(50)

  const closedAt: number[] = []
  for (const client of clients) client.socket.once('disconnect', () => closedAt.push(performance.now()))
  const since = performance.now()
  const ended = node.kill('SIGTERM')
  await Promise.all(clients.map((client) => client.hear('server:draining')))
  expect((await fetch(`${node.url}/readyz`)).status).toBe(503)
  await expect(connectRaw(node.url, people[0]!)).rejects.toThrow()
  expect(await ended).toBe(0)
  expect(performance.now() - since).toBeLessThan((DRAIN_SECONDS + 2) * 1_000)
  await writing

  expect(closedAt).toHaveLength(8)
  expect(Math.max(...closedAt) - Math.min(...closedAt), 'spread over the time').toBeGreaterThan(DRAIN_SECONDS * 300)
  expect(refused, 'nobody is refused meanwhile').toEqual([])
  const { rows } = await node.database.pool.query('SELECT id FROM message WHERE room_id = $1', [roomId])
  const stored = new Set(rows.map((row: { id: string }) => row.id))
  expect(acked.filter((id) => !stored.has(id))).toEqual([])
})
