import { expect, it, vi } from 'vitest'
import { Refusal } from '#protocol/errors.ts'
import { type Ask, NoAnswer } from './ask.ts'
import { createPatience } from './patience.ts'

it('a hello that nobody answered is given twice the time, up to 40 s, and 8 s again once one was', async () => {
  const patience = createPatience()
  const ask = vi.fn<(name: string, payload: unknown, withinMs?: number) => Promise<never>>()
  const hello = () =>
    patience
      .of(ask as unknown as Ask)('session:hello', { revs: {} }, 10_000)
      .catch(() => ask.mock.lastCall?.[2])
  ask.mockRejectedValue(new NoAnswer())
  expect([await hello(), await hello(), await hello(), await hello(), await hello()]).toEqual([
    8_000, 16_000, 32_000, 40_000, 40_000,
  ])
  patience.answered()
  ask.mockRejectedValue(new Refusal('unavailable', 'Try again in a moment.'))
  expect([await hello(), await hello()]).toEqual([8_000, 8_000])
})
