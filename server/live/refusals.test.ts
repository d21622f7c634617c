import { expect, test } from 'vitest'
import type { Cost, Limit } from './limits.ts'
import { createRefusals } from './refusals.ts'

const limit: Limit = { name: 'words', burst: 100, perSecond: 10 }
const cost = (points: number, key = 'ann'): Cost => ({ limit, key, points })

test('[L9] who was refused is refused until their time has come, for as much or more, and nobody else', () => {
  let now = 1_000
  const refusals = createRefusals(() => now)
  refusals.remember(cost(50), 400)
  expect(refusals.find([cost(50)])).toMatchObject({ retryAfterMs: 400 })
  now += 150.5
  expect(refusals.find([cost(60)])).toMatchObject({ retryAfterMs: 250 })
  expect(refusals.find([cost(49)])).toBeUndefined()
  expect(refusals.find([cost(50, 'ben')])).toBeUndefined()
  now += 249.5
  expect(refusals.find([cost(50)])).toBeUndefined()
})

test('[L9] of several the one that has to be waited for longest is told', () => {
  const refusals = createRefusals(() => 0)
  refusals.remember(cost(1, 'ann'), 100)
  refusals.remember(cost(1, 'room'), 900)
  expect(refusals.find([cost(1, 'ann'), cost(1, 'room'), cost(1, 'ben')])).toMatchObject({
    cost: { key: 'room' },
    retryAfterMs: 900,
  })
})

test('[S4] what is over is not kept', () => {
  let now = 0
  const refusals = createRefusals(() => now)
  for (let i = 0; i < 5_000; i++) {
    now += 10
    refusals.remember(cost(1, `person ${i}`), 1)
  }
  const last = cost(1, 'person 4999')
  expect(refusals.find([last])).toMatchObject({ retryAfterMs: 1 })
  expect(refusals.size()).toBeLessThanOrEqual(1_001)
})
