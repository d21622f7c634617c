import { expect, test } from 'vitest'
import { walkUnread } from '#server/testing/unread-walk.ts'

test('walk', async () => {
  const { repaired } = await walkUnread({ steps: 10_000, seed: Number(process.env.SEED), compareEvery: 100, withinMs: 20_000 })
  expect(repaired).toBe(0)
}, 1_500_000)
