import { expect, test } from 'vitest'
import { walkUnread } from '#server/testing/unread-walk.ts'

test('unread and mention counts agree with the database on three devices and two nodes along a random walk of 400 steps [M5, C1]', async () => {
  const { made, compared, repaired } = await walkUnread({ steps: 400, seed: 44, compareEvery: 50, withinMs: 15_000 })
  expect(compared).toBeGreaterThan(60)
  expect(Object.keys(made).length).toBeGreaterThan(12)
  expect(repaired, 'nothing was left for the comparison with the server').toBe(0)
}, 180_000)
