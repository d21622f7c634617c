import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTabs } from './tabs.ts'

class Shelf {
  private readonly items = new Map<string, string>()
  getItem = (key: string) => this.items.get(key) ?? null
  setItem = (key: string, value: string) => void this.items.set(key, value)
  removeItem = (key: string) => void this.items.delete(key)
  key = (index: number) => [...this.items.keys()][index] ?? null
  get length() {
    return this.items.size
  }
}

let view: EventTarget & { localStorage: Shelf; sessionStorage: Shelf }
let names = 0
const newId = () => `tab-${++names}`

beforeEach(() => {
  vi.useFakeTimers()
  view = Object.assign(new EventTarget(), { localStorage: new Shelf(), sessionStorage: new Shelf() })
  vi.stubGlobal('window', view)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Another tab: the same local storage, a session of its own. */
function tab() {
  view.sessionStorage = new Shelf()
  const tabs = createTabs('ann', newId)
  tabs.start()
  return tabs
}

describe('tabs of one person', () => {
  it('C7: a tab that lives is never taken for gone', () => {
    const [one, two] = [tab(), tab()]
    vi.advanceTimersByTime(60_000)
    expect([one.isGone(two.tab), two.isGone(one.tab)]).toEqual([false, false])
    one.stop()
    two.stop()
  })

  it('C7: a killed tab is gone after 10 s without a sign, and not before', () => {
    const killed = createTabs('ann', newId)
    killed.start()
    vi.clearAllTimers()
    const one = tab()
    vi.advanceTimersByTime(10_000)
    expect(one.isGone(killed.tab)).toBe(false)
    vi.advanceTimersByTime(1)
    expect(one.isGone(killed.tab)).toBe(true)
    one.stop()
  })

  it('C7: a closed tab is gone at once', () => {
    const closed = tab()
    const one = tab()
    view.dispatchEvent(new Event('pagehide'))
    expect(one.isGone(closed.tab)).toBe(true)
    one.stop()
    closed.stop()
  })

  it('C7: a duplicated tab gets a name of its own, so that what it leaves is found', () => {
    const one = tab()
    const copy = createTabs('ann', newId)
    copy.start()
    expect(copy.tab).not.toBe(one.tab)
    copy.stop()
    expect([one.isGone(copy.tab), one.isGone(one.tab)]).toEqual([true, false])
    one.stop()
  })

  it('C7: a clock that is set back hides no killed tab, and nothing of it stays behind', () => {
    const killed = createTabs('ann', newId)
    killed.start()
    vi.clearAllTimers()
    vi.setSystemTime(Date.now() - 3_600_000)
    const one = tab()
    expect(one.isGone(killed.tab)).toBe(true)
    expect(view.localStorage.length).toBe(1)
    one.stop()
  })

  it('a reload keeps the tab’s name', () => {
    const before = tab()
    before.stop()
    expect(createTabs('ann', newId).tab).toBe(before.tab)
  })
})
