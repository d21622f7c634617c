import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ask } from './connection/ask.ts'
import { createState } from './state.ts'
import { createTyping } from './typing.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function scene() {
  const told: boolean[] = []
  const state = createState()
  const ask = (async (_name: string, { typing }: { typing: boolean }) => {
    told.push(typing)
    return {}
  }) as unknown as Ask
  const typing = createTyping({ me: 'me', state, ask })
  /** Presses a key every `everyMs` for `forMs`. */
  const press = (forMs: number, everyMs = 100) => {
    for (let at = 0; at <= forMs; at += everyMs) {
      typing.set('r', true)
      if (at < forMs) vi.advanceTimersByTime(everyMs)
    }
  }
  return { typing, told, press, state }
}

describe('typing', () => {
  it('K4: is told once it lasted 300 ms, and a single key is not', () => {
    const { typing, told, press } = scene()
    typing.set('r', true)
    vi.advanceTimersByTime(10_000)
    expect(told).toEqual([])
    press(200)
    expect(told).toEqual([])
    press(100)
    expect(told).toEqual([true])
  })

  it('K4: is refreshed at most every 3 s and gone 5 s after the last key', () => {
    const { told, press } = scene()
    press(7_000)
    expect(told).toEqual([true, true, true])
    vi.advanceTimersByTime(4_999)
    expect(told).toHaveLength(3)
    vi.advanceTimersByTime(1)
    expect(told).toEqual([true, true, true, false])
  })

  it('K4: is gone at once when the message is sent or the composer left, and not told if nobody heard of it', () => {
    const { typing, told, press } = scene()
    press(400)
    typing.set('r', false)
    typing.set('r', false)
    expect(told).toEqual([true, false])
    typing.set('r', true)
    typing.set('r', false)
    expect(told).toHaveLength(2)
  })

  it('K4: others’ typing leaves oneself out, goes away by itself, and when they have written', () => {
    const { typing, state } = scene()
    typing.told({ roomId: 'r', userIds: ['ann', 'me', 'ben'] })
    expect(state.get().typing).toEqual({ r: ['ann', 'ben'] })
    typing.wrote('r', 'ann')
    expect(state.get().typing).toEqual({ r: ['ben'] })
    vi.advanceTimersByTime(6_000)
    expect(state.get().typing).toEqual({})
  })
})
