import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDoor } from './door.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const crowd = (door: ReturnType<typeof createDoor>, count: number) => {
  const answers: { at: number; may: boolean }[] = []
  for (let i = 0; i < count; i++) void door.enter().then((may) => answers.push({ at: Date.now(), may }))
  return answers
}

test('[S5] of a crowd that comes at once, as many come in a second as may, and the first are first', async () => {
  const door = createDoor({ perSecond: 1_000, isBusy: () => false, now: Date.now })
  const since = Date.now()
  const answers = crowd(door, 3_000)
  await vi.advanceTimersByTimeAsync(0)
  expect(answers).toHaveLength(100)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(answers).toHaveLength(1_100)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(answers.map(({ may }) => may)).toEqual(Array(3_000).fill(true))
  expect(answers.at(-1)!.at - since).toBeLessThanOrEqual(2_920)
})

test('[S5] while those who came in are still being served nobody does, and who waited for 5 s is sent away', async () => {
  let busy = true
  const door = createDoor({ perSecond: 1_000, isBusy: () => busy, now: Date.now })
  const early = crowd(door, 10)
  await vi.advanceTimersByTimeAsync(4_000)
  const later = crowd(door, 10)
  await vi.advanceTimersByTimeAsync(1_100)
  expect(early.map(({ may }) => may)).toEqual(Array(10).fill(false))
  expect(later).toEqual([])
  busy = false
  await vi.advanceTimersByTimeAsync(20)
  expect(later.map(({ may }) => may)).toEqual(Array(10).fill(true))
  expect(door.waiting()).toBe(0)
})

test('[S5] one alone waits for nothing, and a door that closes answers everybody', async () => {
  const door = createDoor({ perSecond: 1, isBusy: () => false, now: Date.now })
  expect(await door.enter()).toBe(true)
  const answers = crowd(door, 3)
  door.close()
  await vi.advanceTimersByTimeAsync(0)
  expect(answers.map(({ may }) => may)).toEqual([false, false, false])
})
