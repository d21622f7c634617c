import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { io } from 'socket.io-client'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { PROTOCOL_VERSION } from '#protocol/limits.ts'
import { findFreePort } from '#server/database/postmaster.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { LIFTED_LIMITS, testVariables } from '#server/testing/env.ts'
import { createPerson } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { sharedRedisUrl } from '#server/testing/shared.ts'
import { runCommand } from './testing/run-command.ts'
import { startWorkers } from './workers.ts'

test('[O12] several socket hosts stand behind one port: whoever comes from one address comes to one host, long-polling too, and all hear each other', async () => {
  const database = await createTestDatabase()
  const port = await findFreePort()
  const variables = {
    ...testVariables({ ...LIFTED_LIMITS, DATABASE_URL: database.url, REDIS_URL: sharedRedisUrl() }),
    PATH: process.env.PATH ?? '',
  }
  const workers = await startWorkers({ count: 2, variables, port, host: '127.0.0.1' })
  onTestFinished(async () => {
    await workers.stop(10_000)
    await database.drop()
  })
  const people = [await createPerson({ database }), await createPerson({ database })]
  const roomId = await createRoom({ database }, people[0]!, { members: people.slice(1) })
  const heard: string[] = []
  const nodes = new Map<string, Set<string>>()
  const sockets = []
  for (const [i, address] of ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'].entries())
    for (const transport of ['websocket', 'polling']) {
      const socket = io(`http://127.0.0.1:${port}`, {
        ...{ transports: [transport], forceNew: true, reconnection: false },
        agent: new Agent({ localAddress: address }) as never,
        auth: { token: await people[i % 2]!.token(), protocol: PROTOCOL_VERSION, deviceId: `${address} ${transport}` },
      })
      socket.on('room:changes', () => heard.push(`${address} ${transport}`))
      sockets.push(socket)
      const answer = await socket.timeout(20_000).emitWithAck('session:hello', { revs: {} })
      nodes.set(address, (nodes.get(address) ?? new Set()).add(answer.data.connection.node))
    }
  for (const [address, ofAddress] of nodes) expect(ofAddress.size, address).toBe(1)
  expect(new Set([...nodes.values()].flatMap((each) => [...each])).size).toBe(2)
  expect(await sockets[0]!.timeout(20_000).emitWithAck('message:send', { id: uuidv7(), roomId, body: 'to all' })).toMatchObject({
    ok: true,
  })
  await expect.poll(() => new Set(heard).size, { timeout: 20_000 }).toBe(10)
  for (const socket of sockets) socket.close()
})

test('[O12] --workers says what it lacks', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-workers-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const start = async (count: string, variables: Record<string, string>) => {
    const running = runCommand(['start', '--workers', count], { folder, variables })
    expect((await running.ended).code).toBe(1)
    return running.output()
  }
  expect(await start('2', {})).toMatch(/--workers wants REDIS_URL/)
  expect(await start('2', { REDIS_URL: sharedRedisUrl(), TRUST_PROXY_HOPS: '1' })).toMatch(
    /--workers goes by the caller's address, which a proxy hides/,
  )
  expect(await start('0', {})).toMatch(/--workers wants a number from 1 to 64/)
})
