import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHistory } from '../history/history.ts'
import { offlineTimes } from './offline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('tells how long each was away, also who still is', () => {
  const history = createHistory()
  const at = (ms: number, who: string, status: string) => {
    vi.setSystemTime(ms)
    history.note({ op: 'link', who, status })
  }
  at(50, 'ann', 'waiting')
  at(60, 'ann', 'live')
  at(100, 'ann', 'waiting')
  at(110, 'ben', 'waiting')
  at(120, 'ann', 'connecting')
  at(400, 'ann', 'live')
  vi.setSystemTime(1_110)
  expect(offlineTimes(history, 90)).toEqual([300, 1_000])
})
