import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '#server/testing/database.ts'
import { checkStressed } from './testing/check.ts'
import { stress } from './testing/stress.ts'

test('three writers, killed and cut off, over hot rooms and threads: the log has no hole, no double and no word too late [W1, W3, K1, M1, M2]', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const told = await stress(database, 7_000, 20_261_122)
  await checkStressed(database, told)
  // It could fail: enough was written, refused, raced and killed.
  expect(told.acks.length).toBeGreaterThan(200)
  expect(told.kills).toBeGreaterThan(0)
  expect(told.revocations).toBeGreaterThan(2)
  expect(told.refused).toMatchObject({ dup: expect.any(Number), conflict: expect.any(Number) })
}, 60_000)
