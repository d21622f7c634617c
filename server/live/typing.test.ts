import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TYPING_EXPIRE_MS, TYPING_REFRESH_MS } from '#protocol/limits.ts'
import { createLog } from '#server/log.ts'
import { createMemoryBus, createMemoryHub } from './memory-bus.ts'
import { createTyping, type Typing } from './typing.ts'

const [room, lobby, ann, bob, cid] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()]
const log = createLog('silent')
let hub = createMemoryHub()
let [here, there]: Typing[] = []
let told: string[][] = []

const startNode = (nodeId: string) => createTyping({ bus: createMemoryBus({ nodeId, hub, log }) })
/** Lets what was published arrive, and milliseconds go by. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  hub = createMemoryHub()
  here = startNode('here')
  there = startNode('there')
  told = []
  there.onChange((roomId, userIds) => roomId === room && told.push(userIds))
})
afterEach(() => {
  here!.close()
  there!.close()
  vi.useRealTimers()
})

it('[L19] who types here is known there, in the order in which they began', async () => {
  here!.set(room, ann, true)
  there!.set(room, bob, true)
  await pass(0)
  expect(here!.current(room)).toEqual([ann, bob])
  expect(new Set(there!.current(room))).toEqual(new Set([ann, bob]))
  expect(here!.current(lobby)).toEqual([])
  here!.set(room, ann, false)
  await pass(0)
  expect(there!.current(room)).toEqual([bob])
})

it('[L20] who does not say it again is forgotten after 5 s, and that is told', async () => {
  here!.set(room, ann, true)
  await pass(TYPING_EXPIRE_MS - 1)
  expect(there!.current(room)).toEqual([ann])
  await pass(1)
  expect(there!.current(room)).toEqual([])
  await pass(300)
  expect(told).toEqual([[ann], []])
})

it('[L20] who says it again stays, without being told again', async () => {
  for (let i = 0; i < 4; i++) {
    here!.set(room, ann, true)
    await pass(TYPING_REFRESH_MS)
  }
  expect(there!.current(room)).toEqual([ann])
  expect(told).toEqual([[ann]])
})

it('[L21] the first change is told at once, more of them together, never two within 250 ms', async () => {
  const times: number[] = []
  there!.onChange(() => times.push(performance.now()))
  for (let i = 0; i < 40; i++) {
    here!.set(room, [ann, bob, cid][i % 3]!, i % 2 === 0)
    await pass(25)
    if (i === 0) expect(told).toEqual([[ann]])
  }
  here!.set(room, ann, false)
  here!.set(room, bob, false)
  here!.set(room, cid, false)
  await pass(600)
  expect(told.at(-1)).toEqual([])
  expect(times.length).toBeGreaterThan(2)
  expect(times.length).toBeLessThanOrEqual(7)
  for (const [i, at] of times.entries()) if (i > 0) expect(at - times[i - 1]!).toBeGreaterThanOrEqual(250)
})

it('[L21] what changed back before its telling is not told', async () => {
  here!.set(room, ann, true)
  await pass(10)
  here!.set(room, bob, true)
  here!.set(room, bob, false)
  await pass(1_000)
  expect(told).toEqual([[ann]])
})

it('[L22] memory is bounded and given back: 5,000 rooms, 30 people each', async () => {
  for (let i = 0; i < 40; i++) here!.set(room, randomUUID(), true)
  for (let i = 0; i < 6_000; i++) here!.set(randomUUID(), ann, true)
  expect(here!.current(room)).toHaveLength(30)
  expect(here!.stats()).toEqual({ rooms: 5_000, dropped: 10 + 1_001 })
  await pass(TYPING_EXPIRE_MS + 1_000)
  expect(here!.stats().rooms).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

it('[L22] what another node says wrongly is dropped', async () => {
  const stranger = createMemoryBus({ nodeId: 'stranger', hub, log })
  for (const payload of [
    null,
    'typing',
    { roomId: 1, userId: ann, typing: true },
    { roomId: room, userId: ann },
    { roomId: room, userId: '__proto__', typing: true },
  ])
    stranger.publish('typing', payload)
  stranger.publish('typing', { roomId: room, userId: ann, typing: true })
  await pass(0)
  expect(here!.current(room)).toEqual([ann])
  expect(here!.stats().dropped).toBe(5)
})
