import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { queryOn } from '#server/database/transaction.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import { startServer } from '#server/testing/server.ts'
import { readEpoch, renewHistory } from './epoch.ts'

test('[K6] a database that was read back has another epoch, and the same one over and over until then', async () => {
  const database = await createTestDatabase()
  const copy = await createTestDatabase()
  onTestFinished(async () => {
    await database.drop()
    await copy.drop()
  })
  const query = queryOn(database.pool)
  const before = await readEpoch(query)
  expect(await readEpoch(query)).toBe(before)
  const { rows } = await database.pool.query('SELECT history_id FROM installation')
  await copy.pool.query('UPDATE installation SET history_id = $1', [rows[0].history_id])
  expect(await readEpoch(queryOn(copy.pool)), 'the same rows in another database').not.toBe(before)
  // What a dump with --clean does.
  await query('CREATE TABLE kept AS SELECT * FROM installation')
  await query('DROP TABLE installation')
  await query('ALTER TABLE kept RENAME TO installation')
  expect(await readEpoch(query), 'the same rows in a table made anew').not.toBe(before)
})

test('[K6] whoever is connected when the history becomes another one is sent away, and hello then says reset', async () => {
  const server = await startServer({ RECONCILE_MS: '50' })
  onTestFinished(() => server.close())
  const ann = await createPerson(server)
  const roomId = await createRoom(server, ann)
  const client = await connectRaw(server.url, ann)
  onTestFinished(() => client.close())
  await client.get('message:send', { id: uuidv7(), roomId, body: 'words' })
  const hello = await client.get('session:hello', { revs: {} })
  const runs = (await server.reconcile()).runs
  expect(runs).toBeGreaterThan(0)
  expect(client.socket.connected, 'nobody is sent away for nothing').toBe(true)
  const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
  await renewHistory(queryOn(server.database.pool))
  await gone
  const again = await connectRaw(server.url, ann, { hello: false })
  onTestFinished(() => again.close())
  const told = await again.get('session:hello', { epoch: hello.epoch, meRev: hello.meRev, revs: { [roomId]: 1 } })
  expect(told.epoch).not.toBe(hello.epoch)
  expect(told.resets).toContain(roomId)
  await server.reconcile()
  expect(again.socket.connected).toBe(true)
})
