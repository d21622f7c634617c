import { expect, test } from 'vitest'
import { endure } from '#server/testing/convergence.ts'

test('12 clients on two nodes end with the same 600 messages in the same order, with broadcasts lost and wires cut [K1, K2, C1]', async () => {
  const { cuts } = await endure({ clients: 12, sends: 600, drop: 0.05, cutEveryMs: 300, calmAfterMs: 10_000, withinMs: 40_000 })
  expect(cuts).toBeGreaterThan(0)
}, 120_000)
