import { expect, it } from 'vitest'
import { halved, type Limit } from './limits.ts'
import { createMemoryLimits } from './memory-limits.ts'
import { describeLimits } from './testing/limits-contract.ts'

describeLimits('memory', async () => {
  let time = 1_763_788_000_000.5
  return {
    limits: createMemoryLimits({ now: () => time }),
    pass: async (ms) => {
      time += ms
    },
    stop: async () => {},
  }
})

it('[L8] over minutes the rate is met to the point, whoever asks how often', async () => {
  let time = 0
  const limits = createMemoryLimits({ now: () => time })
  const limit: Limit = { name: 'send', perSecond: 7, burst: 3 }
  let taken = 0
  for (; time < 60_000; time += 3) if ((await limits.consume([{ limit, key: 'ann' }])).ok) taken++
  expect(taken).toBe(3 + 7 * 60 - 1)
})

it('[L11] half of a limit keeps at least one point', () => {
  expect(halved({ name: 'send', perSecond: 10, burst: 20 })).toEqual({ name: 'send', perSecond: 5, burst: 10 })
  expect(halved({ name: 'day', points: 1, durationSeconds: 2, burst: 1 })).toEqual({ name: 'day', perSecond: 0.25, burst: 1 })
})
