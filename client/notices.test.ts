import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createNotices } from './notices.ts'
import { createState } from './state.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const info = (id: string, endsInMs?: number) => ({
  id,
  body: id,
  level: 'info' as const,
  ...(endsInMs === undefined ? {} : { endsInMs }),
})

describe('notices to everybody [N1]', () => {
  it('stand until they are withdrawn, each once, in the order they came', () => {
    const state = createState()
    const notices = createNotices(state)
    for (const id of ['a', 'b', 'a']) notices.told(info(id))
    expect(state.get().notices.map(({ id }) => id)).toEqual(['a', 'b'])
    notices.told(info('a', 0))
    notices.told(info('never heard of', 0))
    expect(state.get().notices.map(({ id }) => id)).toEqual(['b'])
  })

  it('go by themselves at their end, counted from when they were told last', () => {
    const state = createState()
    const notices = createNotices(state)
    notices.told(info('a', 1_000))
    vi.advanceTimersByTime(900)
    notices.replace([info('a', 1_000), info('b')])
    vi.advanceTimersByTime(999)
    expect(state.get().notices.map(({ id }) => id)).toEqual(['a', 'b'])
    vi.advanceTimersByTime(1)
    expect(state.get().notices.map(({ id }) => id)).toEqual(['b'])
    notices.replace([])
    expect(state.get().notices).toEqual([])
  })
})
