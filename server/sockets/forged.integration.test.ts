import { Redis } from 'ioredis'
import msgpack from 'notepack.io'
import { expect, onTestFinished, test } from 'vitest'
import { createSeal } from '#server/live/seal.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startCluster } from '#server/testing/server.ts'
import { sharedRedisUrl } from '#server/testing/shared.ts'

test('[L23] whoever can publish in Redis can’t forge a frame, make sockets join rooms, or disconnect them', async () => {
  const cluster = await startCluster(1)
  const redis = new Redis(sharedRedisUrl())
  onTestFinished(async () => {
    redis.disconnect()
    await cluster.close()
  })
  const [ann, bob] = await Promise.all([createPerson(cluster), createPerson(cluster)])
  const roomId = await createRoom(cluster, ann, { kind: 'PRIVATE', members: [bob] })
  const secretId = await createRoom(cluster, ann, { kind: 'PRIVATE' })
  const client = await connectRaw(cluster.nodes[0]!.url, bob)
  const frame = (room: string, rev: number) =>
    msgpack.encode([
      'a node that is none',
      { type: 2, nsp: '/', data: ['room:changes', { roomId: room, prev: rev - 1, rev, messages: [] }] },
      { rooms: [`room:${room}`], except: [], flags: {} },
    ])
  const told = () => client.heard.filter(({ event }) => event === 'room:changes').map(({ payload }) => payload as { rev: number })

  const remote = (request: object) => redis.publish('socket.io-request#/#', JSON.stringify({ uid: 'none', ...request }))
  const everybody = { rooms: [], except: [] }
  await remote({ type: 2, opts: everybody, rooms: [`room:${secretId}`] })
  await remote({ type: 4, opts: everybody, close: true })
  await redis.publish(`socket.io#/#room:${roomId}#`, frame(roomId, 666))
  await redis.publish(
    `socket.io#/#room:${roomId}#`,
    createSeal(['not the secret of these nodes, really']).seal(frame(roomId, 667)),
  )
  // What a node says is heard, so the forged ones would have been too; and it comes after them.
  const { seal } = createSeal([TEST_SECRET])
  await redis.publish(`socket.io#/#room:${secretId}#`, seal(frame(secretId, 668)))
  await redis.publish(`socket.io#/#room:${roomId}#`, seal(frame(roomId, 669)))
  await client.hear('room:changes', ({ rev }) => rev === 669)
  expect(told().map(({ rev }) => rev)).toEqual([669])
  expect(client.socket.connected).toBe(true)
})
