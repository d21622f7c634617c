import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchWakeUps } from './wake.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('waking up', () => {
  it('is noticed after sleep, by a timer that fires far too late, and not while awake', () => {
    const woke = vi.fn()
    const stop = watchWakeUps(woke)
    vi.advanceTimersByTime(60_000)
    expect(woke).not.toHaveBeenCalled()
    vi.setSystemTime(Date.now() + 60_000)
    vi.advanceTimersByTime(5_000)
    expect(woke).toHaveBeenCalledExactlyOnceWith(true)
    stop()
  })

  it('is noticed when the browser comes online and when the page is looked at, until it is stopped', () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' })
    const view = new EventTarget()
    vi.stubGlobal('window', view)
    vi.stubGlobal('document', page)
    const woke = vi.fn()
    const stop = watchWakeUps(woke)
    page.dispatchEvent(new Event('visibilitychange'))
    expect(woke).not.toHaveBeenCalled()
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    view.dispatchEvent(new Event('online'))
    expect(woke.mock.calls).toEqual([[false], [true]])
    stop()
    view.dispatchEvent(new Event('online'))
    expect(woke).toHaveBeenCalledTimes(2)
  })
})
