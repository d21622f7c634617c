import { expect, test } from 'vitest'
import { endure } from '#server/testing/convergence.ts'

test('50 clients on two nodes end with the same 10,000 messages in the same order, with 1% of broadcasts lost and wires cut [K1, K2, C1]', async () => {
  const { acked, cuts } = await endure({
    clients: 50,
    sends: 10_000,
    drop: 0.01,
    cutEveryMs: 3_000,
    calmAfterMs: 60_000,
    withinMs: 300_000,
  })
  expect(acked).toBe(10_000)
  expect(cuts).toBeGreaterThan(20)
}, 900_000)
