import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLog } from '#server/log.ts'
import { createClocks } from './clocks.ts'
import { createReconciler } from './reconcile.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** One that nobody is connected to: nothing is read. */
function reconciler(isBusUp: () => boolean, onBusBack = () => {}) {
  const made = createReconciler({
    io: { of: () => ({ sockets: new Map() }) } as never,
    pool: {} as never,
    clocks: createClocks(),
    catchUp: {} as never,
    log: createLog('silent'),
    everyMs: 5_000,
    isBusUp,
    onBusBack,
  })
  made.start()
  return made
}

test('compares every 5 s ± 20% while the bus is up [K3]', async () => {
  const { repairs, close } = reconciler(() => true)
  await vi.advanceTimersByTimeAsync(3_990)
  expect(repairs.runs).toBe(0)
  await vi.advanceTimersByTimeAsync(2_020)
  expect(repairs.runs).toBe(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(repairs.runs).toBeGreaterThanOrEqual(10)
  expect(repairs.runs).toBeLessThanOrEqual(16)
  close()
})

test('compares within 1.2 s once the bus goes down, then every second, and once more when it is up again [K3]', async () => {
  let isUp = true
  const { repairs, close } = reconciler(() => isUp)
  await vi.advanceTimersByTimeAsync(100)
  isUp = false
  await vi.advanceTimersByTimeAsync(1_210)
  expect(repairs.runs).toBe(1)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(repairs.runs).toBeGreaterThanOrEqual(9)
  isUp = true
  const before = repairs.runs
  await vi.advanceTimersByTimeAsync(1_210)
  expect(repairs.runs).toBe(before + 1)
  await vi.advanceTimersByTimeAsync(2_700)
  expect(repairs.runs).toBe(before + 1)
  close()
})

test('tells the other nodes once that it is back, and compares in a moment when one of them is, once for many [K3]', async () => {
  let isUp = true
  const onBusBack = vi.fn()
  const { repairs, soon, close } = reconciler(() => isUp, onBusBack)
  await vi.advanceTimersByTimeAsync(100)
  for (let i = 0; i < 5; i++) soon()
  await vi.advanceTimersByTimeAsync(200)
  expect(repairs.runs).toBe(1)
  await vi.advanceTimersByTimeAsync(3_700)
  expect(repairs.runs).toBe(1)
  isUp = false
  await vi.advanceTimersByTimeAsync(5_000)
  expect(onBusBack).not.toHaveBeenCalled()
  isUp = true
  await vi.advanceTimersByTimeAsync(10_000)
  expect(onBusBack).toHaveBeenCalledTimes(1)
  close()
})
