import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createQueue } from './queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A queue whose answers come when the test says. */
function queueOf(first = '') {
  const asked: { roomId: string; answer(tooFastFor?: number): Promise<void> }[] = []
  const queue = createQueue({
    isFirst: (roomId) => roomId === first,
    ask: (roomId) =>
      new Promise((resolve) => {
        asked.push({
          roomId,
          async answer(tooFastFor) {
            resolve(tooFastFor)
            await Promise.resolve()
            await Promise.resolve()
          },
        })
      }),
  })
  return { queue, asked, ids: () => asked.map(({ roomId }) => roomId) }
}
const rooms = (n: number) => Array.from({ length: n }, (_, i) => `r${i}`)

it('eight rooms ask at once, the others wait their turn, what is on screen goes first', async () => {
  const { queue, asked, ids } = queueOf('r299')
  for (const roomId of rooms(300)) queue.add(roomId)
  expect(ids()).toEqual(rooms(8))
  await asked[3]!.answer()
  expect(ids()).toEqual([...rooms(8), 'r299'])
  for (let i = 0; i < 300; i++) await asked[i]!.answer()
  expect(new Set(ids()).size).toBe(300)
})

it('after "too fast" one asks at a time, as far apart as was said, and the refused ones ask again', async () => {
  const { queue, asked, ids } = queueOf()
  for (const roomId of rooms(20)) queue.add(roomId)
  for (let i = 0; i < 8; i++) await asked[i]!.answer(50)
  expect(ids()).toHaveLength(8)
  for (let i = 8; i < 28; i++) {
    vi.advanceTimersByTime(49)
    expect(ids()).toHaveLength(i)
    vi.advanceTimersByTime(1)
    expect(ids()).toHaveLength(i + 1)
    await asked[i]!.answer()
  }
  vi.advanceTimersByTime(1_000)
  expect(ids()).toHaveLength(28)
  expect(new Set(ids().slice(8)).size).toBe(20)
  for (const roomId of rooms(20)) queue.add(roomId)
  expect(ids()).toHaveLength(36)
})

it('a pause that was too short grows by what was left to wait, until nobody is refused', async () => {
  const { queue, asked, ids } = queueOf()
  for (const roomId of rooms(20)) queue.add(roomId)
  for (let i = 0; i < 8; i++) await asked[i]!.answer(20)
  vi.advanceTimersByTime(20)
  await asked[8]!.answer(30)
  vi.advanceTimersByTime(49)
  expect(ids()).toHaveLength(9)
  vi.advanceTimersByTime(1)
  expect(ids()).toHaveLength(10)
})

it('a lost connection owes nobody a place', async () => {
  const { queue, asked, ids } = queueOf()
  for (const roomId of rooms(20)) queue.add(roomId)
  queue.clear()
  expect(ids()).toHaveLength(8)
  for (const roomId of rooms(8)) queue.add(roomId)
  expect(ids()).toHaveLength(16)
  await asked[0]!.answer()
  queue.add('late')
  expect(ids()).toHaveLength(16)
  await asked[8]!.answer()
  expect(ids().at(-1)).toBe('late')
})
