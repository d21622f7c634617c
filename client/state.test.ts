import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createState } from './state.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('listeners hear of changes also when the page is hidden before the frame that would have told them', async () => {
  vi.stubGlobal('document', { visibilityState: 'visible' })
  vi.stubGlobal('requestAnimationFrame', () => 1)
  vi.stubGlobal('cancelAnimationFrame', () => {})
  const state = createState()
  const heard = vi.fn()
  state.subscribe(heard)
  state.set({ starting: false })
  await vi.advanceTimersByTimeAsync(0)
  state.set({ starting: true })
  expect(heard).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(100)
  expect(heard).toHaveBeenCalledTimes(2)
  state.set({ starting: false })
  await vi.advanceTimersByTimeAsync(100)
  expect(heard).toHaveBeenCalledTimes(3)
})
