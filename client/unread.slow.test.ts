import { expect, test } from 'vitest'
import { walkUnread } from '#server/testing/unread-walk.ts'

test('unread and mention counts agree with the database on three devices and two nodes along a random walk of 10,000 steps [M5, C1]', async () => {
  const seed = Math.floor(Math.random() * 1e9)
  const { made, compared, repaired } = await walkUnread({ steps: 10_000, seed, compareEvery: 100, withinMs: 30_000 })
  expect(Object.values(made).reduce((sum, count) => sum + count)).toBe(10_000)
  expect(compared).toBeGreaterThan(1_000)
  expect(repaired, `seed ${seed}: nothing was left for the comparison with the server`).toBe(0)
}, 1_500_000)
