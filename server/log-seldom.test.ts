import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSeldom } from './log-seldom.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first is told at once, the others once a minute and counted, and after a quiet minute the next at once', () => {
  const told: [number, string][] = []
  const note = createSeldom<string>((count, last) => told.push([count, last]))
  for (let i = 1; i <= 1_000; i++) note(`n${i}`)
  expect(told).toEqual([[1, 'n1']])
  vi.advanceTimersByTime(59_999)
  expect(told).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(told[1]).toEqual([999, 'n1000'])
  vi.advanceTimersByTime(120_000)
  expect(told).toHaveLength(2)
  note('later')
  expect(told[2]).toEqual([1, 'later'])
})
