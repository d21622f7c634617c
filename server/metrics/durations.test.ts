import { expect, test } from 'vitest'
import { createDurations, quantileOf } from './durations.ts'

test('[O2] durations are counted up to and with each end, and none is left out', () => {
  const durations = createDurations()
  for (const seconds of [0.0001, 0.001, 0.0011, 0.3, 60]) durations.add(seconds)
  const { classes, count, sum } = durations.read()
  expect(count).toBe(5)
  expect(sum).toBeCloseTo(60.3022, 6)
  expect(classes.find(({ le }) => le === 0.001)?.count).toBe(2)
  expect(classes.find(({ le }) => le === 0.0025)?.count).toBe(3)
  expect(classes.at(-1)?.count, 'what took longer than the last end').toBe(4)
})

test('[O2] a quantile lies in the class of its rank', () => {
  const durations = createDurations()
  expect(quantileOf(durations.read(), 0.5)).toBeNull()
  for (let i = 0; i < 99; i++) durations.add(0.004)
  durations.add(0.2)
  expect(quantileOf(durations.read(), 0.5)).toBeGreaterThan(0.0025)
  expect(quantileOf(durations.read(), 0.5)).toBeLessThan(0.005)
  expect(quantileOf(durations.read(), 0.999)).toBeGreaterThan(0.1)
  expect(quantileOf(durations.read(), 0.999)).toBeLessThanOrEqual(0.25)
  for (let i = 0; i < 100; i++) durations.add(60)
  expect(quantileOf(durations.read(), 0.99), 'no end above it').toBe(10)
})
