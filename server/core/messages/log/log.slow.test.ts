import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '#server/testing/database.ts'
import { checkStressed } from './testing/check.ts'
import { stress } from './testing/stress.ts'

test('for a minute: three writers, killed and cut off, over hot rooms and threads: the log has no hole, no double and no word too late [W1, W3, K1, M1, M2]', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const told = await stress(database, 60_000, Date.now() % 1_000_000_007)
  await checkStressed(database, told)
  // It could fail: enough was written, refused, raced and killed.
  expect(told.acks.length).toBeGreaterThan(5_000)
  expect(told.kills).toBeGreaterThan(5)
  expect(told.revocations).toBeGreaterThan(100)
  expect(told.refused).toMatchObject({ dup: expect.any(Number), conflict: expect.any(Number) })
}, 120_000)
