import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { IDLE_AFTER_MS, watchIdle } from './idle.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('I4 nobody is there after five minutes without a sign of them, and somebody with the next one', () => {
  const page = new EventTarget()
  const told: boolean[] = []
  const stop = watchIdle(page, (idle) => told.push(idle))
  vi.advanceTimersByTime(IDLE_AFTER_MS - 1)
  page.dispatchEvent(new Event('pointermove'))
  vi.advanceTimersByTime(IDLE_AFTER_MS - 1)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told).toEqual([true])
  // A connection that opens meanwhile is told at once.
  stop()
  const again = watchIdle(page, (idle) => told.push(idle))
  expect(told).toEqual([true, true])
  page.dispatchEvent(new Event('keydown'))
  expect(told).toEqual([true, true, false])
  vi.advanceTimersByTime(IDLE_AFTER_MS)
  expect(told).toEqual([true, true, false, true])
  again()
  vi.advanceTimersByTime(IDLE_AFTER_MS * 2)
  expect(told).toHaveLength(4)
})
