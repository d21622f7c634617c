import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Ask, NoAnswer } from './ask.ts'
import { createSessionKeeper } from './session.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const inMinutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString()

it('refreshes before the end, tries again when nobody answered, and asks nothing once it was stopped', async () => {
  let reject = (_error: Error) => {}
  const asked = vi.fn(() => new Promise((_, refuse) => (reject = refuse)))
  const tokens = { keep: vi.fn(), endsAt: () => Number.POSITIVE_INFINITY }
  const keeper = createSessionKeeper({ ask: asked as unknown as Ask, tokens, random: () => 0 })
  keeper.start({ expiresAt: inMinutes(5), serverTime: inMinutes(0) })
  await vi.advanceTimersByTimeAsync(240_000)
  expect(asked).toHaveBeenCalledTimes(1)
  reject(new NoAnswer())
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toHaveBeenCalledTimes(2)
  keeper.stop()
  reject(new NoAnswer())
  await vi.advanceTimersByTimeAsync(600_000)
  expect(asked).toHaveBeenCalledTimes(2)
  expect(vi.getTimerCount()).toBe(0)
})
