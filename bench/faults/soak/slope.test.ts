import { expect, test } from 'vitest'
import { growthOf, isFlat } from './slope.ts'

const MB = 1_000_000

test('a leak of a hundredth a sample is found, noise and what sinks are not', () => {
  const noisy = [40, 42, 39, 41, 43, 40, 39, 42].map((mb) => mb * MB)
  expect(isFlat(noisy, MB)).toBe(true)
  const leaking = noisy.map((bytes, i) => bytes + i * 0.5 * MB)
  expect(isFlat(leaking, MB)).toBe(false)
  expect(isFlat([...leaking].reverse(), MB)).toBe(true)
})

test('growth is told over the whole run', () => {
  expect(growthOf([10, 20, 30])).toBeCloseTo(20)
  expect(growthOf([5, 5, 5])).toBe(0)
  expect(growthOf([])).toBe(0)
})

test('a few timers more are noise, one more with every sample is not', () => {
  expect(isFlat([10, 12, 11, 10, 12], 5)).toBe(true)
  expect(isFlat([10, 20, 30, 40, 50], 5)).toBe(false)
})
